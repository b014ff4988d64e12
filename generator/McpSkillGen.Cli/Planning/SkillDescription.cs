using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// The description in SKILL.md's frontmatter, by which an agent decides whether to use the skill: what it does, in the verbs
/// and nouns of its tools, and when to use it. In the third person, with up to 300 to 400 characters: catalogs of skills cut
/// longer ones, and every session pays for them.
/// </summary>
internal static class SkillDescription
{
    /// <summary>The specification's limit.</summary>
    public const int MaxLength = 1024;

    private const int TargetLength = 365;
    private const int MaxTitleLength = 80;
    private const int MaxAboutLength = 150;
    private const int MaxSummaryLength = 90;
    private const int MaxSubjects = 6;
    private const int MaxVerbs = 5;

    // With more tools, their names would not fit, so the description says what they are about.
    private const int MaxNamedTools = 15;

    private const char FirstWide = '\u2E80';
    private const int WideWeight = 3;

    // How instructions begin that address a model instead of describing the server.
    private static readonly HashSet<string> Orders = new(StringComparer.Ordinal)
    {
        "use", "before", "after", "when", "whenever", "always", "never", "do", "you", "your", "if", "please", "note", "important",
        "this", "these", "first", "ignore", "for", "to", "be", "must", "follow", "call", "run",
    };

    public static string Of(SkillModel skill, ServerCatalog catalog, string? stated)
    {
        if (!string.IsNullOrWhiteSpace(stated))
        {
            return ServerText.FrontmatterLine(stated, MaxLength);
        }

        var title = Title(skill, catalog);
        var about = About(catalog);
        var opening = about.Length > 0 ? $"{about} Runs {title} from the shell: " : $"Runs {title} from the shell: ";
        var isLarge = skill.Tools.Count > MaxNamedTools;
        var when = $" Use when a task involves {(isLarge ? "any of these" : Joined(Subjects(skill), "or"))}, or whenever {title} is mentioned.";
        var room = TargetLength - WeightOf(opening) - WeightOf(when);
        return ServerText.FrontmatterLine(opening + (isLarge ? Scope(skill, room) : Actions(skill, room)) + when, MaxLength);
    }

    /// <summary>The server as people call it.</summary>
    public static string Title(SkillModel skill, ServerCatalog catalog)
    {
        var stated = ((catalog.ServerInfo?["title"] ?? catalog.ServerInfo?["name"]) as JsonString)?.Value;
        var title = ServerText.FrontmatterLine(stated ?? "", MaxTitleLength);
        return title.Length > 0 ? title : skill.Name.Value;
    }

    // The server's own description, or else the first sentence of its instructions if that describes it.
    private static string About(ServerCatalog catalog)
    {
        if (catalog.ServerInfo?["description"] is JsonString { Value: var stated } && !string.IsNullOrWhiteSpace(stated))
        {
            var sentence = Line(McpSkillGen.Schema.Summary.Of(stated, MaxAboutLength), MaxAboutLength);
            return sentence.Length == 0 || sentence[^1] is '.' or '!' or '?' or '…' ? sentence : sentence + ".";
        }

        var first = Line(McpSkillGen.Schema.Summary.Of(catalog.Instructions ?? "", MaxAboutLength), MaxAboutLength);
        return first.EndsWith('.') && !Orders.Contains(Words.Of(first)[0]) ? first : "";
    }

    // "gets, lists and creates issue, pull request, repository; creates branch": what tools do and what they are about, then the
    // tools without a group, and other subjects if there is room.
    private static string Scope(SkillModel skill, int room)
    {
        var groups = ToolGroup.Of(skill.Tools);
        var verbs = skill.Tools.Select(static tool => ToolWords.Of(tool).FirstOrDefault(ToolWords.IsVerb)).OfType<string>()
            .CountBy(static verb => verb)
            .OrderByDescending(static verb => verb.Value)
            .Take(MaxVerbs)
            .Select(static verb => ToolWords.ThirdPerson(verb.Key))
            .ToArray();
        var titles = groups
            .Where(static group => group.Title.Length > 0)
            .OrderByDescending(static group => group.Tools.Count)
            .Select(static group => group.Title)
            .ToArray();
        var alone = groups
            .Where(static group => group.Title.Length == 0)
            .SelectMany(static group => group.Tools)
            .Select(static tool => ToolWords.Phrase(ToolWords.Of(tool)))
            .Distinct()
            .ToArray();
        var doing = verbs.Length > 0 ? $"{Joined(verbs, "and")} " : "";

        const string More = " and more.";
        var left = room - WeightOf(doing) - More.Length;
        var things = Fitting(titles, ref left);
        var phrases = Fitting(things.Count == titles.Length ? alone : [], ref left);
        var others = phrases.Count == alone.Length ? OtherSubjects(skill, titles.Concat(alone)).ToArray() : [];
        things.AddRange(Fitting(others, ref left));
        var text = (things.Count > 0 ? doing + string.Join(", ", things) : "") + (things.Count > 0 && phrases.Count > 0 ? "; " : "") + string.Join(", ", phrases);
        return text + (things.Count + phrases.Count < titles.Length + alone.Length + others.Length ? More : ".");
    }

    private static List<string> Fitting(IEnumerable<string> words, ref int room)
    {
        const string Separator = ", ";
        var fitting = new List<string>();
        foreach (var word in words)
        {
            if (WeightOf(word) + Separator.Length > room)
            {
                break;
            }

            room -= WeightOf(word) + Separator.Length;
            fitting.Add(word);
        }

        return fitting;
    }

    // "reads file, lists directory": as many tools as there is room for, and with more room the summaries of the first.
    private static string Actions(SkillModel skill, int room)
    {
        var phrases = skill.Tools.Select(static tool => ToolWords.Phrase(ToolWords.Of(tool))).Distinct().ToArray();
        if (phrases.Length == 0)
        {
            return "reads its resources and prompts.";
        }

        var used = 1;
        for (var length = WeightOf(phrases[0]); used < phrases.Length && (length += WeightOf(phrases[used]) + 2) < room; used++)
        {
        }

        if (used < phrases.Length)
        {
            return $"{string.Join(", ", phrases[..used])} and {phrases.Length - used} more.";
        }

        var left = room - phrases.Sum(static phrase => WeightOf(phrase) + 2);
        for (var i = 0; i < phrases.Length; i++)
        {
            var summary = Line(skill.Tools[i].Summary, MaxSummaryLength).TrimEnd('.', '…');
            if (phrases.Length == skill.Tools.Count && summary.Length > 0 && (left -= WeightOf(summary) + 3) >= 0)
            {
                phrases[i] = $"{phrases[i]} ({summary})";
            }
        }

        return string.Join(", ", phrases) + ".";
    }

    // What several tools are about, then what the others are about.
    private static string[] Subjects(SkillModel skill)
    {
        var groups = ToolGroup.Of(skill.Tools);
        var shared = groups
            .Where(static group => group.Title.Length > 0)
            .OrderByDescending(static group => group.Tools.Count)
            .Select(static group => group.Title)
            .ToArray();
        string[] subjects =
        [
            .. shared.Concat(OtherSubjects(skill, shared))
                .Take(MaxSubjects)
                .Select(static subject => ServerText.FrontmatterLine(subject, MaxTitleLength)),
        ];
        return subjects.Length > 0 ? subjects : skill.Tools.Count > 0 ? [.. skill.Tools.Take(MaxSubjects).Select(static tool => tool.Name.CommandName)] : ["its resources"];
    }

    // The commonest first, each in its commonest form.
    private static IEnumerable<string> OtherSubjects(SkillModel skill, IEnumerable<string> mentioned)
    {
        var known = mentioned.SelectMany(static phrase => phrase.Split(' ')).Select(ToolWords.Stem).ToHashSet();
        return skill.Tools.SelectMany(ToolWords.Of)
            .Where(word => ToolWords.IsSubject(word) && !known.Contains(ToolWords.Stem(word)))
            .GroupBy(ToolWords.Stem)
            .OrderByDescending(static group => group.Count())
            .Select(static group => group.CountBy(static word => word).MaxBy(static form => form.Value).Key);
    }

    // A Chinese character costs an agent about as much as a short word.
    private static int WeightOf(string text) => text.Sum(static c => c < FirstWide ? 1 : WideWeight);

    private static string Line(string text, int maxWeight) =>
        ServerText.FrontmatterLine(text, text.Any(static c => c >= FirstWide) ? maxWeight / WideWeight : maxWeight);

    private static string Joined(string[] words, string last) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} {last} {words[^1]}";
}
