using McpSkillGen.Schema.Model;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// A line of SKILL.md for each thing that tools are about, so that an agent finds "issue" without reading every name.
/// </summary>
/// <param name="Label">The words that the names share; "other" for tools that share none.</param>
/// <param name="Commands">The tools' commands, as many as there is room for.</param>
/// <param name="HiddenCount">How many more there are.</param>
internal sealed record ToolTheme(string Label, IReadOnlyList<string> Commands, int HiddenCount)
{
    private const string Other = "other";
    private const string OnlyTheme = "all";
    private const int MaxLabelLength = 40;

    // One line for each. If there are more, the smallest share one.
    private const int MaxThemes = 48;

    // "`, `" between two names; "\n- : and 12 more" around a theme.
    private const int NameOverhead = 4;
    private const int ThemeOverhead = 18;

    /// <param name="tools">In the server's order.</param>
    /// <param name="maxLength">About how many characters to use at most. Names without room are counted instead.</param>
    public static IReadOnlyList<ToolTheme> Of(IReadOnlyList<ToolModel> tools, int maxLength)
    {
        var themes = Lines(tools);
        var shown = themes.Max(static theme => theme.Commands.Count);
        while (shown > 1 && themes.Sum(theme => LengthOf(theme, shown)) > maxLength)
        {
            shown--;
        }

        return [.. themes.Select(theme => theme with { Commands = [.. theme.Commands.Take(shown)], HiddenCount = Math.Max(0, theme.Commands.Count - shown) })];
    }

    private static List<ToolTheme> Lines(IReadOnlyList<ToolModel> tools)
    {
        var groups = ToolGroup.Of(tools);
        var largest = groups.Where(static group => group.Title.Length > 0).OrderByDescending(static group => group.Tools.Count).Take(MaxThemes).ToHashSet();
        var lines = groups
            .Where(largest.Contains)
            .Select(static group => new ToolTheme(ServerText.Line(group.Title, MaxLabelLength), [.. NamesOf([group])], 0))
            .ToList();
        var others = NamesOf(groups.Where(group => !largest.Contains(group))).ToArray();
        if (others.Length > 0)
        {
            lines.Add(new ToolTheme(lines.Count > 0 ? Other : OnlyTheme, others, 0));
        }

        return lines;
    }

    private static IEnumerable<string> NamesOf(IEnumerable<ToolGroup> groups) =>
        groups.SelectMany(static group => group.Tools).Select(static tool => tool.Name.CommandName);

    private static int LengthOf(ToolTheme theme, int shown) =>
        theme.Label.Length + ThemeOverhead + theme.Commands.Take(shown).Sum(static command => command.Length + NameOverhead);
}
