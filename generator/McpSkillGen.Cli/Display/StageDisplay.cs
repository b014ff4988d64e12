using System.Diagnostics;
using System.Globalization;
using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Display;

/// <summary>
/// Shows the stages of a command on standard error: a spinner while one runs, and a line with its time when it is done.
/// Without a terminal, only the lines.
/// </summary>
internal sealed class StageDisplay(IAnsiConsole console) : IStages
{
    private const int MaxWidth = 80;
    private const int TimeWidth = 8;
    private const string Indent = "  ";

    /// <param name="errors">Where it writes.</param>
    /// <param name="isTerminal">Whether that is a terminal.</param>
    public static StageDisplay On(TextWriter errors, bool isTerminal) => new(AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(errors),
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
    }));

    internal IAnsiConsole Console => console;

    internal bool IsLive => console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;

    private int Width => Math.Min(MaxWidth, console.Profile.Width);

    public void Heading(string text) => console.MarkupLine($"[bold]{Markup.Escape(text)}[/]");

    public void Blank() => console.WriteLine();

    /// <summary>A problem that does not stop the command.</summary>
    public void Warn(string text)
    {
        var sign = "! ";
        foreach (var line in Wrapped(Clean(text), Width - Indent.Length - sign.Length))
        {
            console.MarkupLine($"{Indent}[yellow]{sign}{Markup.Escape(line)}[/]");
            sign = "  ";
        }
    }

    /// <summary>Something worth knowing.</summary>
    public void Note(string text)
    {
        if (IsLive)
        {
            console.MarkupLine($"{Indent}{Markup.Escape(Clean(text))}");
        }
        else
        {
            Line(text);
        }
    }

    /// <summary>What stopped the command. Never wrapped, so that positions and paths can be copied.</summary>
    public void Fail(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            console.Profile.Out.Writer.WriteLine(IsLive ? $"\e[31m{Clean(line)}\e[0m" : Clean(line));
        }
    }

    /// <summary>Several lines as they are, for somebody who has to read all of it: never wrapped.</summary>
    public void Say(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            console.Profile.Out.Writer.WriteLine(Clean(line));
        }
    }

    /// <summary>A question. The answer is typed behind it.</summary>
    public void Ask(string text)
    {
        var lines = text.Split('\n');
        Say(string.Join('\n', lines[..^1]));
        console.Profile.Out.Writer.Write(Clean(lines[^1]));
        console.Profile.Out.Writer.Flush();
    }

    /// <summary>A line of one of several stages, without a terminal.</summary>
    public void Line(string text)
    {
        lock (console)
        {
            console.Profile.Out.Writer.WriteLine($"{Indent}{Clean(text)}");
        }
    }

    /// <inheritdoc/>
    public async Task<T> RunAsync<T>(string doing, Func<Action<string>, Task<T>> work, Func<T, string> done)
    {
        var clock = Stopwatch.StartNew();
        var result = IsLive
            ? await console.Status().Spinner(Spinner.Known.Dots).StartAsync(
                Markup.Escape(doing), context => work(line => context.Status(Markup.Escape(Fit($"{doing}: {line}"))))).ConfigureAwait(false)
            : await work(static _ => { }).ConfigureAwait(false);
        Done(done(result), clock.Elapsed);
        return result;
    }

    private void Done(string text, TimeSpan duration)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds,TimeWidth - 2:0.0} s");
        var room = Width - TimeWidth - "  ✓ ".Length;
        var line = text.Length <= room ? text.PadRight(room) : text;
        console.MarkupLine($"{Indent}[green]{(console.Profile.Capabilities.Unicode ? '✓' : '-')}[/] {Markup.Escape(line)}[grey]{time}[/]");
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        while (text.Length > width)
        {
            // A path without spaces stays whole, so that it can be copied.
            var space = text.LastIndexOf(' ', width);
            space = space > 0 ? space : text.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
            {
                break;
            }

            yield return text[..space];
            text = text[(space + 1)..];
        }

        yield return text;
    }

    private string Fit(string text)
    {
        var room = Width - "⠋ ".Length - 1;
        var line = Clean(text);
        return line.Length <= room ? line : line[..room];
    }

    internal static string Clean(string text) => PlainLine.Of(text);
}
