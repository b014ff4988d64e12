using System.Text;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime.Drift;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Syncing;

/// <summary>The differences between a skill and its server, for people and for programs.</summary>
internal static class DifferenceText
{
    public static string AsText(IReadOnlyList<ToolChange> changes)
    {
        if (changes.Count == 0)
        {
            return "The server's tools are the same as the skill's.\n";
        }

        var text = new StringBuilder();
        foreach (var change in changes)
        {
            var (sign, what) = change.Kind switch
            {
                ToolChangeKind.Added => ('+', ": new"),
                ToolChangeKind.Removed => ('-', ": gone"),
                _ => ('~', ""),
            };
            text.Append(Line($"{sign} {change.Tool}{what}", change.Kind is ToolChangeKind.Removed));
            foreach (var detail in change.Details)
            {
                text.Append(Line($"    {detail.Text}", detail.IsBreaking));
            }
        }

        var breaking = changes.Count(static change => change.IsBreaking);
        return text.Append($"{HumanText.Count(changes.Count, "tool differs", "tools differ")}; {(breaking == 0 ? "nothing breaks callers" : $"{breaking} may break callers")}.\n").ToString();
    }

    public static void WriteJson(IReadOnlyList<ToolChange> changes, TextWriter output) => JsonOutput.Write(output, changes.Select(static change => new
    {
        tool = change.Tool,
        change = change.Kind switch { ToolChangeKind.Added => "added", ToolChangeKind.Removed => "removed", _ => "changed" },
        breaking = change.IsBreaking,
        details = change.Details.Select(static detail => new { text = detail.Text, breaking = detail.IsBreaking }),
    }));

    // The server named the tools and properties: control characters could move the terminal's cursor, or worse.
    private static string Line(string text, bool isBreaking) =>
        $"{string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c))}{(isBreaking ? "  (breaking)" : "")}\n";
}
