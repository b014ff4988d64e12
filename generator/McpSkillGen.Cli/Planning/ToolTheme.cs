using McpSkillGen.Schema.Model;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// Tools by what they are about: the word that most of them share decides, so that an agent finds "issue" without reading
/// every name. Deterministic, and in the server's order.
/// </summary>
/// <param name="Label">The word; "other" for tools that share none.</param>
/// <param name="Commands">Their commands.</param>
/// <param name="HiddenCount">How many more there are.</param>
internal sealed record ToolTheme(string Label, IReadOnlyList<string> Commands, int HiddenCount)
{
    private const string Other = "other";

    // "`, `" between two names; "\n- : and 12 more" around a theme.
    private const int NameOverhead = 4;
    private const int ThemeOverhead = 18;

    // A theme of more is none; of fewer than two neither.
    private const double LargestShare = 0.6;
    private const int MinTools = 2;

    /// <param name="tools">In the server's order.</param>
    /// <param name="maxLength">About how many characters all of it may take: names that have no room are counted.</param>
    public static IReadOnlyList<ToolTheme> Of(IReadOnlyList<ToolModel> tools, int maxLength)
    {
        var themes = Group(tools);
        for (var shown = themes.Max(static theme => theme.Commands.Count); ; shown--)
        {
            if (shown == 1 || themes.Sum(theme => LengthOf(theme, shown)) <= maxLength)
            {
                return [.. Merge(themes, shown, maxLength).Select(theme => theme with { Commands = [.. theme.Commands.Take(shown)], HiddenCount = Math.Max(0, theme.Commands.Count - shown) })];
            }
        }
    }

    private static List<ToolTheme> Group(IReadOnlyList<ToolModel> tools)
    {
        var subjects = tools.Select(static tool => ToolWords.AreasOf(tool).Select(Stem).Distinct().ToArray()).ToArray();
        var counts = subjects.SelectMany(static words => words).CountBy(static word => word)
            .Where(word => word.Value >= MinTools && word.Value <= Math.Max(MinTools, LargestShare * tools.Count))
            .ToDictionary();

        // What most tools share; of two that are as common, the later word, which is what a name is about.
        string ThemeOf(int i) => subjects[i].Where(counts.ContainsKey).Reverse().MaxBy(word => counts[word]) ?? Other;
        var groups = Enumerable.Range(0, tools.Count).GroupBy(ThemeOf).ToList();
        var whole = groups.Where(static group => group.Key != Other && group.Count() >= MinTools).ToList();
        var rest = groups.Except(whole).SelectMany(static group => group).Order().ToList();
        var themes = whole.Select(group => new ToolTheme(LabelOf(group.Key, group.Select(i => tools[i])), [.. group.Select(i => tools[i].Name.CommandName)], 0)).ToList();
        if (rest.Count > 0)
        {
            themes.Add(new ToolTheme(themes.Count > 0 ? Other : "all", [.. rest.Select(i => tools[i].Name.CommandName)], 0));
        }

        return themes;
    }

    // Hundreds of small themes: those without room are counted with the others.
    private static IEnumerable<ToolTheme> Merge(List<ToolTheme> themes, int shown, int maxLength)
    {
        var length = 0;
        var fitting = themes.TakeWhile(theme => (length += LengthOf(theme, shown)) <= maxLength).ToList();
        if (fitting.Count == themes.Count || fitting.Count == 0)
        {
            return themes.Take(Math.Max(1, fitting.Count));
        }

        var last = fitting[^1];
        return [.. fitting.SkipLast(1), new ToolTheme(Other, [.. last.Commands, .. themes.Skip(fitting.Count).SelectMany(static theme => theme.Commands)], 0)];
    }

    private static int LengthOf(ToolTheme theme, int shown) =>
        theme.Label.Length + ThemeOverhead + theme.Commands.Take(shown).Sum(static command => command.Length + NameOverhead);

    // As the tools themselves most often write it, "issues" or "issue", with the word that stands before it in all of them:
    // "pull request".
    private static string LabelOf(string stem, IEnumerable<ToolModel> tools)
    {
        var names = tools.Select(static tool => ToolWords.AreasOf(tool).ToArray()).ToArray();
        var word = names.SelectMany(static words => words).Where(word => Stem(word) == stem).CountBy(static word => word).MaxBy(static word => word.Value).Key;
        var before = names.Select(words => Array.FindIndex(words, one => Stem(one) == stem) is > 0 and var at ? words[at - 1] : null).Distinct().ToArray();
        return before is [{ } first] ? $"{first} {word}" : word;
    }

    private static string Stem(string word) => word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y" : word.TrimEnd('s');
}
