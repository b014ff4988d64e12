using System.Globalization;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Logging;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>logs [N]</c>: the last lines of the host's log.</summary>
internal sealed class LogsCommand : Command
{
    private static readonly Flag Tool = new("--tool", "TOOL", "only the calls of one tool");
    private static readonly Flag Follow = new("--follow", null, "go on with new lines until Ctrl-C", "-f");

    public override string Name => CommandNames.Logs;

    public override CommandHelp Help => new("logs [N] [--tool TOOL] [--follow] [--json]", $"show the last N lines ({LogRequest.DefaultCount}) of the host's log: names, sizes, durations and outcomes, never arguments or results")
    {
        Flags = [GlobalFlags.Json.About("an object for each line")],
        Examples = ["logs 50", "logs --tool TOOL --follow", "logs 100 --json"],
        Notes = "Starts nothing, works whether a host runs or not, and does not keep the server alive longer.",
    };

    public override IReadOnlyList<Flag> Flags => [Tool, Follow];

    public override bool TakesWords => true;

    public override bool HasFlagSpelling => true;

    protected override IEnumerable<HelpRow> CompleteValue(SkillDefinition definition, Flag flag) =>
        flag == Tool ? CommandTable.Tools(definition) : [];

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        var request = ReadRequest(skill, line, options.Output.AsJson);
        return () =>
        {
            var instance = SkillEnvironment.Read(skill.RequireFolder(), skill.Name, Environment.GetEnvironmentVariable).Instance;
            if (LogPrinter.Print(instance, request) == 0 && !options.Output.IsQuiet)
            {
                StandardStreams.WriteErrorLine($"{skill.Name}: no host has run yet; the log will be {instance.Log}.");
            }

            return ExitCode.Success;
        };
    }

    /// <summary>Which lines were asked for.</summary>
    internal static LogRequest ReadRequest(Skill skill, ParsedLine line, bool asJson)
    {
        var count = ReadCount(line);
        var isWanted = ReadTool(skill, line) is { } tool ? LogLine.EscapeName(tool) : null;
        return new LogRequest(count, logLine => isWanted is null || logLine.CallName == isWanted, line.Has(Follow), asJson);
    }

    private static int ReadCount(ParsedLine line)
    {
        switch (line.Words)
        {
            case []:
                return LogRequest.DefaultCount;
            case [var word] when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                return count;
            default:
                line.Problems.Add($"logs takes one number of lines, 0 or more; found '{string.Join(' ', line.Words)}'.");
                return 0;
        }
    }

    // A method of the protocol, such as resources/read, is logged under its own name.
    private static string? ReadTool(Skill skill, ParsedLine line)
    {
        if (line.LastOf(Tool) is not { } name)
        {
            return null;
        }

        if (skill.Definition.FindTool(name)?.WireName is { } wireName)
        {
            return wireName;
        }

        if (!name.Contains('/', StringComparison.Ordinal))
        {
            line.Problems.Add(skill.NoTool(name));
        }

        return name;
    }
}
