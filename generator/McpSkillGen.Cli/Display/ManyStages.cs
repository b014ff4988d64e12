using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace McpSkillGen.Cli.Display;

/// <summary>
/// Shows many skills being made at once: on a terminal, a line for each with its current stage; otherwise, a line for every
/// finished stage, with the skill's name in front.
/// </summary>
internal sealed class ManyStages(StageDisplay display)
{
    /// <summary>Runs the work and shows the lines meanwhile.</summary>
    public async Task RunAsync(IReadOnlyList<string> names, Func<IReadOnlyList<Row>, Task> work)
    {
        if (!display.IsLive)
        {
            await work([.. names.Select(name => new Row(name, null, display.Line))]).ConfigureAwait(false);
            return;
        }

        var progress = display.Console.Progress().AutoClear(true).HideCompleted(false)
            .Columns(
                new SpinnerColumn(Spinner.Known.Dots) { CompletedText = " ", PendingText = " " },
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ElapsedTimeColumn());
        await progress.StartAsync(async context =>
        {
            var width = names.Max(static name => name.Length);
            await work([.. names.Select(name => new Row(name.PadRight(width), context.AddTask(Markup.Escape(name)).IsIndeterminate(), static _ => { }))])
                .ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>One skill's line. Warnings and notes are kept until all are done.</summary>
    internal sealed class Row(string name, ProgressTask? task, Action<string> line) : IStages
    {
        private const int MaxDoing = 46;

        private readonly List<string> _warnings = [];
        private readonly List<string> _notes = [];
        private readonly List<(string Doing, TimeSpan Duration)> _stages = [];

        public IReadOnlyList<string> Warnings => _warnings;

        public IReadOnlyList<string> Notes => _notes;

        /// <summary>The finished stages, in order.</summary>
        public IReadOnlyList<(string Doing, TimeSpan Duration)> Stages => _stages;

        public void Heading(string text) => Show("starting");

        public void Warn(string text) => _warnings.Add(text);

        public void Note(string text) => _notes.Add(text);

        public async Task<T> RunAsync<T>(string doing, Func<Action<string>, Task<T>> work, Func<T, string> done)
        {
            Show(doing);
            var clock = Stopwatch.StartNew();
            var result = await work(detail => Show($"{doing}: {detail}")).ConfigureAwait(false);
            _stages.Add((doing, clock.Elapsed));
            line(string.Create(CultureInfo.InvariantCulture, $"{name}: {done(result)} ({clock.Elapsed.TotalSeconds:0.0} s)"));
            return result;
        }

        /// <summary>Shows the outcome; nothing more happens here.</summary>
        public void End(string outcome)
        {
            Show(outcome);
            task?.StopTask();
        }

        private void Show(string what)
        {
            if (task is not null)
            {
                var text = StageDisplay.Clean(what);
                task.Description = $"[bold]{Markup.Escape(name)}[/]  {Markup.Escape(text.Length <= MaxDoing ? text : text[..(MaxDoing - 1)] + "…")}";
            }
        }
    }
}
