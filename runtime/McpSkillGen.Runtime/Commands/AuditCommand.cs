using System.Globalization;
using McpSkillGen.Runtime.Arguments;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>audit [N]</c>: the last calls, who made them, and which rule decided.</summary>
internal sealed class AuditCommand : Command
{
    public override string Name => CommandNames.Audit;

    public override CommandHelp Help => new("audit [N] [--json]", "show the last N calls (20): who made them, which rule decided, and how they ended")
    {
        Flags = [GlobalFlags.Json.About("a line of JSON for each call, as it is stored")],
        Examples = ["audit", "audit 100 --json"],
        Notes = "Calls are recorded if the config says \"audit\": true. Starts nothing.",
    };

    public override bool TakesWords => true;

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        List<string> arguments = options.Output.AsJson ? [GlobalFlags.Json.Name] : [];
        switch (line.Words)
        {
            case []:
                break;
            case [var word] when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _):
                arguments.AddRange(["--count", word]);
                break;
            default:
                line.Problems.Add($"audit takes a number of calls; found '{string.Join(' ', line.Words)}'.");
                break;
        }

        return () => HostRole.Run(skill.RequireFolder(), Name, arguments);
    }
}
