using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// The description in SKILL.md's frontmatter, by which an agent decides whether to use the skill: what the product is, what its
/// tools do, and when to use it. In the third person and short, because every session pays for it.
/// </summary>
internal static class SkillDescription
{
    /// <summary>The specification's limit.</summary>
    public const int MaxLength = 1024;

    // About 75 tokens.
    private const int TargetLength = 320;
    private const int MaxAboutLength = 160;
    private const int MaxTitleLength = 40;
    private const int MaxSummaryLength = 110;

    // Their summaries say more than their names, and there is room for them.
    private const int FewTools = 4;

    private const string Separator = ", ";

    private const char FirstWide = '\u2E80';
    private const int WideWeight = 3;

    // What a name of a server says beside the name of the product.
    private static readonly HashSet<string> ServerWord = new(StringComparer.OrdinalIgnoreCase) { "mcp", "server", "servers", "mcpserver", "reference" };

    private static readonly string[] TitleKeys = ["title", "name"];

    public static string Of(SkillModel skill, ServerCatalog catalog, string? stated, string? about = null)
    {
        if (!string.IsNullOrWhiteSpace(stated))
        {
            return ServerText.FrontmatterLine(stated, MaxLength);
        }

        var title = Title(skill, catalog);
        var opening = Opening(title, About(catalog, about));
        var when = $" Use when a task needs this, or mentions {title}.";
        var actions = Actions(skill, TargetLength - WeightOf(opening) - WeightOf(when));
        var isNewSentence = !opening.EndsWith(": ", StringComparison.Ordinal);
        return ServerText.FrontmatterLine($"{opening}{(isNewSentence ? char.ToUpperInvariant(actions[0]) : actions[0])}{actions[1..]}{when}", MaxLength);
    }

    /// <summary>The product as people call it: without "MCP" and "server".</summary>
    public static string Title(SkillModel skill, ServerCatalog catalog)
    {
        var stated = TitleKeys.Select(key => (catalog.ServerInfo?[key] as JsonString)?.Value).FirstOrDefault(static text => !string.IsNullOrWhiteSpace(text));
        var words = ServerText.FrontmatterLine(stated ?? "", 4 * MaxTitleLength);
        if (words.StartsWith('@') || (words.Contains('/', StringComparison.Ordinal) && !words.Contains(' ', StringComparison.Ordinal)))
        {
            // "@scope/package": the package, or the scope of a package that is called "mcp".
            words = string.Join(' ', words.TrimStart('@').Split('/').Reverse().FirstOrDefault(static part => NameIn(part).Length > 0) ?? "");
        }

        var title = NameIn(words);
        return title.Length is > 0 and <= MaxTitleLength && ServerWords.Name(title) ? title : skill.Name.Value;
    }

    private static string NameIn(string text)
    {
        var isOneWord = !text.Contains(' ', StringComparison.Ordinal);
        var words = text.Split(isOneWord ? ['-', '_', ' '] : [' '], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Where(static word => !ServerWord.Contains(word))).Trim(' ', '-', '_', '.', ',', ':');
    }

    private static string Opening(string title, string about) => about switch
    {
        "" => $"{title}: ",
        _ when about.Contains(title, StringComparison.OrdinalIgnoreCase) => $"{about} ",
        _ => $"{title}: {about} ",
    };

    // The server's own description, or else the package's, or else the first sentence of its instructions that describes it.
    private static string About(ServerCatalog catalog, string? about) =>
        new[] { (catalog.ServerInfo?["description"] as JsonString)?.Value, about, catalog.Instructions }
            .Select(static text => Sentence(text ?? ""))
            .FirstOrDefault(static sentence => ServerWords.Describe(sentence)) ?? "";

    /// <summary>The first sentence of a text, if there is room for all of it.</summary>
    private static string Sentence(string text)
    {
        var sentence = Line(McpSkillGen.Schema.Summary.Of(text, MaxAboutLength), MaxAboutLength);
        return sentence.Length == 0 || sentence[^1] is '…' or ':' || !sentence.Contains(' ', StringComparison.Ordinal) && sentence.All(char.IsAscii) ? ""
            : sentence[^1] is '.' or '!' or '?' or '。' ? sentence
            : sentence + ".";
    }

    // With room the verbs of each thing in full, else "manages issues", else only the things that most tools are about.
    private static string Actions(SkillModel skill, int room)
    {
        if (skill.Tools.Count == 0)
        {
            return "offers resources and prompts.";
        }

        if (skill.Tools.Count <= FewTools && Summaries(skill) is { } summaries && WeightOf(summaries) <= room)
        {
            return summaries;
        }

        var actions = ToolAction.Of(skill.Tools);
        foreach (var isShort in new[] { false, true })
        {
            var all = string.Join("; ", actions.Select(action => action.InWords(isShort))) + ".";
            if (WeightOf(all) <= room)
            {
                return all;
            }
        }

        return Largest(skill, room);
    }

    // What the largest groups of tools are about, then the other tools, as far as there is room. What has the same verbs shares them.
    private static string Largest(SkillModel skill, int room)
    {
        var told = new List<(string Verbs, List<string> Things)>();
        var alone = ToolGroup.Of(skill.Tools).Where(static group => group.Title.Length == 0).SelectMany(static group => group.Tools);
        foreach (var action in ToolAction.OfGroups(skill.Tools).Concat(ToolAction.Of([.. alone]).Where(static action => action.Verbs.Count > 0)))
        {
            var verbs = action.VerbsInWords(isShort: true);
            foreach (var thing in action.Objects)
            {
                var same = told.FirstOrDefault(one => one.Verbs == verbs);
                room -= WeightOf(thing) + Separator.Length + (same.Things is null ? verbs.Length + Separator.Length : 0);
                if (room < 0)
                {
                    return InWords(told);
                }

                if (same.Things is null)
                {
                    told.Add(same = (verbs, []));
                }

                same.Things.Add(thing);
            }
        }

        return told.Count > 0 ? InWords(told) : $"has {skill.Tools.Count} tools.";
    }

    private static string InWords(List<(string Verbs, List<string> Things)> told) =>
        string.Join("; ", told.Select(static one => $"{one.Verbs} {string.Join(Separator, one.Things.Where(static thing => thing.Length > 0))}".TrimEnd())) + ".";

    // "Search for papers on arXiv" becomes "searches for papers on arXiv". Null if a tool has no such sentence.
    private static string? Summaries(SkillModel skill)
    {
        var summaries = skill.Tools.Select(static tool => InThirdPerson(Line(tool.Summary, MaxSummaryLength).TrimEnd('.', '。'))).ToArray();
        return summaries.All(static summary => summary.Length > 0) ? string.Join("; ", summaries) + "." : null;
    }

    private static string InThirdPerson(string summary)
    {
        var first = summary.Split(' ')[0];
        var verb = first.ToLowerInvariant();
        var isVerb = ToolWords.IsVerb(verb);
        return summary.Length == 0 || summary[^1] is '…' || !(isVerb ? ServerWords.Find(summary) is null : ServerWords.Describe(summary)) ? ""
            : (isVerb ? ToolWords.ThirdPerson(verb) : first[1..].All(char.IsLower) ? verb : first) + summary[first.Length..];
    }

    // A Chinese character costs an agent about as much as a short word.
    private static int WeightOf(string text) => text.Sum(static c => c < FirstWide ? 1 : WideWeight);

    private static string Line(string text, int maxWeight) =>
        ServerText.FrontmatterLine(text, text.Any(static c => c >= FirstWide) ? maxWeight / WideWeight : maxWeight);
}
