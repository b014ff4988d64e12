using McpSkillGen.Schema.Model;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// Tools about the same thing, by their names alone: first by the word that names begin with (<c>stories-create</c>,
/// <c>stories-search</c>), then by the noun that most of the others share (<c>create_issue</c>, <c>list_issues</c>). The same
/// names always give the same groups.
/// </summary>
/// <param name="Title">The words that the names share; empty for tools that share none.</param>
/// <param name="Tools">In the server's order.</param>
internal sealed record ToolGroup(string Title, IReadOnlyList<ToolModel> Tools)
{
    private const int MinTools = 2;

    /// <summary>Every tool once: groups in the order of their first tools, and then tools without a group.</summary>
    public static IReadOnlyList<ToolGroup> Of(IReadOnlyList<ToolModel> tools)
    {
        var left = WithoutCommonOpening([.. tools.Select(static (tool, i) => new Named(i, tool, [.. ToolWords.Of(tool)]))]);
        var groups = ByOpening(left);
        left = [.. left.Except(groups.Values.SelectMany(static members => members))];
        left = TakeByNoun(left, groups, Math.Max(MinTools, tools.Count / 2));
        var titled = groups.Select(static group => (Members: group.Value.OrderBy(static tool => tool.Place).ToArray(), Stem: group.Key))
            .OrderBy(static group => group.Members[0].Place)
            .Select(static group => new ToolGroup(TitleOf(group.Members, group.Stem), [.. group.Members.Select(static tool => tool.Tool)]));
        return left.Count == 0 ? [.. titled] : [.. titled, new ToolGroup("", [.. left.Select(static tool => tool.Tool)])];
    }

    /// <summary>The words of each tool's name, without a word that most names begin with.</summary>
    public static IEnumerable<string[]> NamesWithoutCommonOpening(IReadOnlyList<ToolModel> tools) =>
        WithoutCommonOpening([.. tools.Select(static (tool, i) => new Named(i, tool, [.. ToolWords.Of(tool)]))]).Select(static tool => tool.Words);

    // A word that most names begin with tells nothing apart: "browser_click", "API-get-user".
    private static List<Named> WithoutCommonOpening(List<Named> tools)
    {
        while (tools.Count > MinTools && tools.Where(static tool => tool.Words.Length > 1).GroupBy(static tool => tool.Words[0])
            .FirstOrDefault(group => !ToolWords.IsVerb(group.Key) && group.Count() * 2 > tools.Count) is { } common)
        {
            tools = [.. tools.Select(tool => tool.Words.Length > 1 && tool.Words[0] == common.Key ? tool with { Words = tool.Words[1..] } : tool)];
        }

        return tools;
    }

    private static Dictionary<string, List<Named>> ByOpening(List<Named> tools) => tools
        .GroupBy(static tool => ToolWords.Stem(tool.Words[0]))
        .Where(group => group.Count() >= MinTools && group.Count() < tools.Count && ToolWords.IsSubject(group.First().Words[0]))
        .ToDictionary(static group => group.Key, static group => group.ToList());

    private static List<Named> TakeByNoun(List<Named> left, Dictionary<string, List<Named>> groups, int maxTools)
    {
        while (true)
        {
            // Counting those already grouped. Of two equally common nouns, the first.
            var best = left.SelectMany(static tool => tool.Words.Where(ToolWords.IsSubject).Select(ToolWords.Stem).Distinct())
                .CountBy(static noun => noun)
                .Select(noun => (noun.Key, Count: noun.Value + (groups.TryGetValue(noun.Key, out var there) ? there.Count : 0)))
                .Where(noun => noun.Count >= MinTools && noun.Count <= maxTools)
                .OrderByDescending(static noun => noun.Count)
                .FirstOrDefault();
            if (best.Key is null)
            {
                return left;
            }

            var members = left.Where(tool => tool.Words.Any(word => ToolWords.Stem(word) == best.Key)).ToArray();
            groups[best.Key] = [.. groups.GetValueOrDefault(best.Key, []), .. members];
            left = [.. left.Except(members)];
        }
    }

    // "pull" becomes "pull request" if every name continues like that.
    private static string TitleOf(Named[] tools, string stem)
    {
        var words = tools[0].Words;
        var start = Array.FindIndex(words, word => ToolWords.Stem(word) == stem);
        var end = start + 1;
        while (end < words.Length && ToolWords.IsSubject(words[end]) && AllHave(words[start..(end + 1)], tools))
        {
            end++;
        }

        while (start > 0 && ToolWords.IsSubject(words[start - 1]) && AllHave(words[(start - 1)..end], tools))
        {
            start--;
        }

        return string.Join(' ', words[start..end]);
    }

    private static bool AllHave(string[] run, Named[] tools)
    {
        var stems = run.Select(ToolWords.Stem).ToArray();
        return tools.All(tool => Enumerable.Range(0, Math.Max(0, tool.Words.Length - stems.Length + 1))
            .Any(at => stems.SequenceEqual(tool.Words.Skip(at).Take(stems.Length).Select(ToolWords.Stem))));
    }

    private sealed record Named(int Place, ToolModel Tool, string[] Words)
    {
        public bool Equals(Named? other) => other?.Place == Place;

        public override int GetHashCode() => Place;
    }
}
