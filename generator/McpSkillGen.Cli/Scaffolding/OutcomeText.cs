using System.Globalization;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>The outcome for all servers: a table for people, an array for programs.</summary>
internal static class OutcomeText
{
    public static void WriteTable(IReadOnlyList<SkillOutcome> outcomes, TextWriter output)
    {
        var table = PlainTable.Of("|SKILL", ">TOOLS", "|OUTCOME", ">SECONDS");
        foreach (var outcome in outcomes)
        {
            var colour = outcome.Skill is not null ? "green" : outcome.Failure is not null ? "red" : "yellow";
            var word = outcome.Skill is { IsBuilt: false } ? "written" : outcome.InWord;
            table.AddRow(
                new Markup($"[bold]{Markup.Escape(outcome.Skill is { } skill ? ShortPath.Of(skill.Folder) : outcome.Name)}[/]"),
                new Text(outcome.Skill is { } made ? made.ToolCount.ToString(CultureInfo.InvariantCulture) : "-"),
                new Markup($"[{colour}]{word}[/]"),
                new Text(outcome.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)));
        }

        PlainTable.Write(table, output);
        if (outcomes.Select(static outcome => outcome.Skill).FirstOrDefault(static skill => skill is not null) is { } first)
        {
            output.Write(first.IsBuilt
                ? $"\nTry one:\n\n  {ShellWord.Of(ShortPath.Of(first.Executor))} {first.Example}\n"
                : $"\nThe first call of each builds its executor, or:\n\n  mcpgen restore {ShellWord.Of(ShortPath.Of(Path.GetDirectoryName(first.Folder)!))}\n");
        }
    }

    public static void WriteJson(IReadOnlyList<SkillOutcome> outcomes, TextWriter output) => JsonOutput.Write(output, outcomes.Select(static outcome => new
    {
        name = outcome.Name,
        outcome = outcome.InWord,
        exitCode = (int)outcome.ExitCode,
        seconds = Math.Round(outcome.Duration.TotalSeconds, 3),
        stages = outcome.Stages.Select(static stage => new { stage = stage.Doing, seconds = Math.Round(stage.Duration.TotalSeconds, 3) }),
        folder = outcome.Skill?.Folder,
        tools = outcome.Skill?.ToolCount,
        built = outcome.Skill?.IsBuilt,
        executor = outcome.Skill is { IsBuilt: true } built ? built.Executor : null,
        movedSecrets = outcome.Skill?.MovedSecrets,
        error = outcome.Failure?.Message,
    }));
}
