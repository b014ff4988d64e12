using System.Collections.Concurrent;
using System.Diagnostics;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>
/// Makes skills from several servers at once. A failure does not stop the others. After an interruption, finished skills
/// stay and nothing is left of the others.
/// </summary>
/// <param name="output">Where the outcome is printed.</param>
/// <param name="display">Where the stages are shown.</param>
/// <param name="skillsFolder">The folder that holds the skills; absolute.</param>
/// <param name="options">How they are made.</param>
internal sealed class ScaffoldRun(TextWriter output, StageDisplay display, string skillsFolder, ScaffoldOptions options)
{
    // A name that only the server says is known when others may have it already.
    private readonly ConcurrentDictionary<string, ServerSource> _taken = new(StringComparer.Ordinal);

    /// <returns>The first failure's exit code.</returns>
    /// <exception cref="SkillException">There is only one server, and it failed.</exception>
    public async Task<ExitCode> RunAsync(IReadOnlyList<ServerReading> servers, bool asJson, CancellationToken cancellationToken)
    {
        // Made here, because the skills share it: none of them can tell whether the others still need it.
        using var folder = CreatedFolder.At(skillsFolder);
        if (servers is [var only] && !asJson)
        {
            var alone = new Scaffolder(output, display, skillsFolder, options);
            alone.Announce(await alone.MakeAsync(only.Source ?? throw only.Failure, cancellationToken).ConfigureAwait(false));
            return ExitCode.Success;
        }

        var outcomes = await MakeAllAsync(servers, cancellationToken).ConfigureAwait(false);
        if (asJson)
        {
            OutcomeText.WriteJson(outcomes, output);
        }
        else
        {
            OutcomeText.WriteTable(outcomes, output);
        }

        foreach (var failed in outcomes.Where(static outcome => outcome.Failure is not null))
        {
            display.Fail($"\n{failed.Name}: {failed.Failure!.Message}");
        }

        if (outcomes.Any(static outcome => outcome.ExitCode is ExitCode.Interrupted))
        {
            display.Fail("mcpgen: interrupted; nothing is left of the unfinished skills.");
            return ExitCode.Interrupted;
        }

        return outcomes.Select(static outcome => outcome.ExitCode).FirstOrDefault(static code => code is not ExitCode.Success);
    }

    private async Task<IReadOnlyList<SkillOutcome>> MakeAllAsync(IReadOnlyList<ServerReading> servers, CancellationToken cancellationToken)
    {
        SkillOutcome[] outcomes = [];
        var names = servers.Select(NameOf).ToArray();
        var shown = new List<(string Name, ManyStages.Row Row)>();
        await new ManyStages(display).RunAsync(names, async rows =>
        {
            shown.AddRange(names.Zip(rows));
            outcomes = await Task.WhenAll(servers.Select((server, i) => MakeOneAsync(server, names, i, rows[i], cancellationToken))).ConfigureAwait(false);
        }).ConfigureAwait(false);
        foreach (var (name, row) in shown)
        {
            foreach (var note in row.Notes)
            {
                display.Note($"{name}: {note}");
            }

            foreach (var warning in row.Warnings)
            {
                display.Warn($"{name}: {warning}");
            }
        }

        display.Blank();
        return outcomes;
    }

    private async Task<SkillOutcome> MakeOneAsync(ServerReading server, string[] names, int index, ManyStages.Row row, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        SkillOutcome outcome;
        try
        {
            var source = server.Source ?? throw server.Failure;
            if (Array.IndexOf(names, names[index]) is var first && first < index)
            {
                throw new SkillException(
                    ExitCode.WrongEnvironment, $"The server '{server.Key}' would become a skill of the same name as another server before it, '{names[first]}'. Rename one of them, and choose it with --server.");
            }

            var made = await new Scaffolder(TextWriter.Null, row, skillsFolder, options, _taken).MakeAsync(source, cancellationToken).ConfigureAwait(false);
            outcome = new SkillOutcome(made.Name, made, null, clock.Elapsed);
        }
        catch (SkillException e) when (e.ExitCode is not ExitCode.Interrupted)
        {
            outcome = new SkillOutcome(names[index], null, e, clock.Elapsed);
        }
        catch (Exception e) when (e is SkillException || (e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            outcome = new SkillOutcome(names[index], null, null, clock.Elapsed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            outcome = new SkillOutcome(names[index], null, new SkillException(ExitCode.WrongEnvironment, e.Message, e), clock.Elapsed);
        }

        row.End(outcome.InWord);
        return outcome with { Stages = row.Stages };
    }

    private static string NameOf(ServerReading server) =>
        (server.Source is { } source ? SkillNames.From(source)?.Value : null) ?? server.Key ?? "skill";
}
