using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>What became of all servers: a table for people, an array for programs.</summary>
internal static class OutcomeText
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
                : $"\nBuild each executor:\n\n  dotnet publish {ShellWord.Of(ShortPath.Of(Path.Combine(first.Folder, "executor")))}\n");
        }
    }

    public static string AsJson(IReadOnlyList<SkillOutcome> outcomes)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            json.WriteStartArray();
            foreach (var outcome in outcomes)
            {
                Write(json, outcome);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, SkillOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("name", outcome.Name);
        json.WriteString("outcome", outcome.InWord);
        json.WriteNumber("exitCode", (int)outcome.ExitCode);
        json.WriteNumber("seconds", Math.Round(outcome.Duration.TotalSeconds, 3));
        json.WriteStartArray("stages");
        foreach (var (doing, duration) in outcome.Stages)
        {
            json.WriteStartObject();
            json.WriteString("stage", doing);
            json.WriteNumber("seconds", Math.Round(duration.TotalSeconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (outcome.Skill is { } skill)
        {
            json.WriteString("folder", skill.Folder);
            json.WriteNumber("tools", skill.ToolCount);
            json.WriteBoolean("built", skill.IsBuilt);
            if (skill.IsBuilt)
            {
                json.WriteString("executor", skill.Executor);
            }

            json.WriteStartArray("movedSecrets");
            foreach (var variable in skill.MovedSecrets)
            {
                json.WriteStringValue(variable);
            }

            json.WriteEndArray();
        }

        if (outcome.Failure is { } failure)
        {
            json.WriteString("error", failure.Message);
        }

        json.WriteEndObject();
    }
}
