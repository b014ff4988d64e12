using McpSkillGen.Schema.Model;

namespace McpSkillGen.Cli.Planning;

/// <summary>What tools do, by their names: verbs, and the things that each of these verbs is really used with.</summary>
/// <param name="Verbs">In the server's order; empty for tools whose names have no verb.</param>
/// <param name="Objects">"issue", "pull request"; may be one empty text, for a tool that is only a verb.</param>
/// <param name="Tools">How many tools it stands for.</param>
internal sealed record ToolAction(IReadOnlyList<string> Verbs, IReadOnlyList<string> Objects, int Tools)
{
    private const string Covers = "covers";

    // With more, "manages" says as much.
    private const int MaxVerbs = 3;

    private static readonly string[] Changes = ["create", "add", "insert", "write", "update", "edit", "set", "delete", "remove", "move", "rename"];

    // Words after these only say how or where: "card by id".
    private static readonly HashSet<string> Prepositions = new(StringComparer.Ordinal) { "by", "for", "from", "to", "of", "in", "on", "with", "as", "at", "via", "into" };

    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "all", "the", "a", "an", "new", "many", "multiple", "full", "partial", "current", "tool", "tools", "mcp", "api", "batch", "v1", "v2", "v3", "v4",
    };

    /// <summary>Those that most tools belong to first. Things that are used with the same verbs share one action.</summary>
    public static IReadOnlyList<ToolAction> Of(IReadOnlyList<ToolModel> tools)
    {
        var named = ToolGroup.NamesWithoutCommonOpening(tools)
            .Where(static words => ServerWords.Find(string.Join(' ', words)) is null)
            .Select(Parse)
            .ToArray();
        return
        [
            .. named
                .GroupBy(static one => (one.Verb is null, string.Join(' ', one.Object.Select(ToolWords.Stem))))
                .Select(static same => new ToolAction(
                    [.. same.Select(static one => one.Verb).OfType<string>().Distinct()],
                    // "issues" rather than "issue", if both are there.
                    [same.Select(static one => string.Join(' ', one.Object)).OrderByDescending(static form => form.EndsWith('s')).First()],
                    same.Count()))
                .GroupBy(static action => string.Join(' ', action.Verbs.Order(StringComparer.Ordinal)))
                .Select(static same => new ToolAction(
                    same.First().Verbs,
                    [.. same.OrderByDescending(static action => action.Tools).SelectMany(static action => action.Objects)],
                    same.Sum(static action => action.Tools)))
                .OrderByDescending(static action => action.Tools),
        ];
    }

    /// <summary>One for each group of tools that are about the same thing, the largest first.</summary>
    public static IEnumerable<ToolAction> OfGroups(IReadOnlyList<ToolModel> tools) => ToolGroup.Of(tools)
        .Where(static group => group.Title.Length > 0 && ServerWords.Find(group.Title) is null)
        .OrderByDescending(static group => group.Tools.Count)
        .Select(static group =>
        {
            var verbs = ToolGroup.NamesWithoutCommonOpening(group.Tools).Select(static words => Parse(words).Verb).OfType<string>().ToArray();

            // The name of a product, whose tools are about its own things.
            return new ToolAction(verbs.Length * 2 < group.Tools.Count ? [] : [.. verbs.Distinct()], [InPlural(group)], group.Tools.Count);
        });

    /// <summary>"creates, lists and updates issues and labels".</summary>
    /// <param name="isShort">Whether many verbs become "manages".</param>
    public string InWords(bool isShort) => $"{VerbsInWords(isShort)} {Joined([.. Objects.Where(static thing => thing.Length > 0)])}".Trim();

    /// <summary>The verbs alone; "covers" if there are none and it is short.</summary>
    /// <param name="isShort">Whether many verbs become "manages".</param>
    public string VerbsInWords(bool isShort) => (isShort, Verbs.Count) switch
    {
        (true, 0) => Covers,
        (true, > MaxVerbs) when Verbs.Any(Changes.Contains) => "manages",
        (true, _) => Joined([.. Verbs.Take(MaxVerbs).Select(ToolWords.ThirdPerson)]),
        _ => Joined([.. Verbs.Select(ToolWords.ThirdPerson)]),
    };

    // "issue" becomes "issues" if a tool of the group says so.
    private static string InPlural(ToolGroup group)
    {
        var words = group.Title.Split(' ');
        var plural = group.Tools.SelectMany(ToolWords.Of).FirstOrDefault(word => word.EndsWith('s') && ToolWords.Stem(word) == ToolWords.Stem(words[^1]));
        return string.Join(' ', [.. words[..^1], plural ?? words[^1]]);
    }

    private static string Joined(string[] words) => words.Length <= 1 ? string.Concat(words) : $"{string.Join(", ", words[..^1])} and {words[^1]}";

    private static (string? Verb, string[] Object) Parse(string[] words)
    {
        if (ToolWords.IsVerb(words[0]))
        {
            return (words[0], ThingIn(words[1..]));
        }

        return words.Length > 1 && ToolWords.IsVerb(words[^1]) ? (words[^1], ThingIn(words[..^1])) : (null, ThingIn(words));
    }

    private static string[] ThingIn(string[] words)
    {
        string[] thing =
        [
            .. words
                .SkipWhile(static word => Fillers.Contains(word) || Prepositions.Contains(word))
                .TakeWhile(static word => !Prepositions.Contains(word))
                .Where(static word => !Fillers.Contains(word)),
        ];
        return thing.Length > 0 ? thing : words;
    }
}
