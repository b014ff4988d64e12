using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// The description in SKILL.md's frontmatter, by which an agent decides whether to use the skill: what it does, in the
/// verbs and nouns of its tools, and when. Third person, 300 to 400 characters where there is that much to say: catalogs of
/// skills cut longer ones, and every session pays for them.
/// </summary>
internal static class SkillDescription
{
    /// <summary>The specification's limit.</summary>
    public const int MaxLength = 1024;

    private const int TargetLength = 365;
    private const int MaxSubjects = 6;
    private const int MaxAboutLength = 150;
    private const int MaxSummaryLength = 90;
    private const char FirstWide = '\u2E80';
    private const int WideWeight = 3;

    public static string Of(SkillModel skill, ServerCatalog catalog, string? stated)
    {
        if (!string.IsNullOrWhiteSpace(stated))
        {
            return ServerText.FrontmatterLine(stated, MaxLength);
        }

        var title = Title(skill, catalog);
        var about = About(catalog);
        var when = $" Use when a task involves {Or(Subjects(skill))}, or whenever {title} is mentioned.";
        var opening = about.Length > 0 ? $"{about} Runs {title} from the shell: " : $"Runs {title} from the shell: ";
        return ServerText.FrontmatterLine(opening + Actions(skill, TargetLength - WeightOf(opening) - WeightOf(when)) + when, MaxLength);
    }

    /// <summary>The server as people call it.</summary>
    public static string Title(SkillModel skill, ServerCatalog catalog)
    {
        var stated = ((catalog.ServerInfo?["title"] ?? catalog.ServerInfo?["name"]) as JsonString)?.Value;
        var title = ServerText.FrontmatterLine(stated ?? "", 80);
        return title.Length > 0 ? title : skill.Name.Value;
    }

    private static string About(ServerCatalog catalog)
    {
        // What it tells a model about itself is the next best thing.
        var stated = (catalog.ServerInfo?["description"] as JsonString)?.Value ?? catalog.Instructions ?? "";
        var sentence = Line(McpSkillGen.Schema.Summary.Of(stated.TrimStart('#', ' ', '\n', '\r'), MaxAboutLength), MaxAboutLength);
        return sentence.Length == 0 || sentence[^1] is '.' or '!' or '?' or '…' ? sentence : sentence + ".";
    }

    // "read file, write file, list directory": tools as phrases, as many as there is room for, and with more room the words of
    // the first ones.
    private static string Actions(SkillModel skill, int room)
    {
        var phrases = skill.Tools.Select(static tool => string.Join(' ', Words.Of(tool.Name.WireName))).Distinct().ToArray();
        if (phrases.Length == 0)
        {
            return "reads its resources and prompts.";
        }

        var used = 1;
        for (var length = phrases[0].Length; used < phrases.Length && (length += phrases[used].Length + 2) < room; used++)
        {
        }

        if (used < phrases.Length)
        {
            return $"{string.Join(", ", phrases[..used])} and {phrases.Length - used} more.";
        }

        var left = room - phrases.Sum(static phrase => phrase.Length + 2);
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

    private static string[] Subjects(SkillModel skill)
    {
        // "note" and "notes" are one subject. What every name begins with is more often a verb or the server than a subject.
        var subjects = skill.Tools
            .SelectMany(static tool => ToolWords.SubjectsOf(tool))
            .GroupBy(static word => word.TrimEnd('s'))
            .OrderByDescending(static group => group.Count())
            .Select(static group => group.GroupBy(static word => word).MaxBy(static form => form.Count())!.Key)
            .Take(MaxSubjects)
            .ToArray();
        return subjects.Length > 0 ? subjects : skill.Tools.Count > 0 ? [.. skill.Tools.Take(MaxSubjects).Select(static tool => tool.Name.CommandName)] : ["its resources"];
    }

    // A character of Chinese costs an agent about as much as a short word.
    private static int WeightOf(string text) => text.Sum(static c => c < FirstWide ? 1 : WideWeight);

    private static string Line(string text, int maxWeight) =>
        ServerText.FrontmatterLine(text, text.Any(static c => c >= FirstWide) ? maxWeight / WideWeight : maxWeight);

    private static string Or(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
}
