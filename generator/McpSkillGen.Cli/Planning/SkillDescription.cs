using System.Text;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// The description in SKILL.md's frontmatter, by which an agent decides whether to use the skill: what it does, in the
/// verbs and nouns of its tools, and when. Third person, 300 to 400 characters where there is that much to say.
/// </summary>
internal static class SkillDescription
{
    /// <summary>The specification's limit.</summary>
    public const int MaxLength = 1024;

    private const int TargetLength = 390;
    private const int MaxSubjects = 6;
    private const int MaxAboutLength = 150;

    private static readonly HashSet<string> Verbs = new(StringComparer.Ordinal)
    {
        "get", "list", "read", "search", "find", "fetch", "query", "show", "describe", "create", "add", "new", "insert", "write",
        "update", "edit", "set", "put", "patch", "delete", "remove", "move", "copy", "run", "execute", "start", "stop", "open",
        "close", "send", "post", "upload", "download", "import", "export", "generate", "make", "check", "validate", "convert",
        "trigger", "toggle", "simulate", "take", "wait", "browse", "navigate", "click", "lookup", "resolve", "call", "use",
    };

    private static readonly HashSet<string> NoSubjects = new(StringComparer.Ordinal)
    {
        "all", "by", "for", "from", "to", "of", "in", "on", "with", "and", "or", "the", "a", "an", "info", "details", "many", "multiple",
        "tool", "tools", "mcp", "id", "ids", "name", "names", "as", "long", "running", "operation",
    };

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
        return ServerText.FrontmatterLine(opening + Actions(skill, TargetLength - opening.Length - when.Length) + when, MaxLength);
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
        var stated = (catalog.ServerInfo?["description"] as JsonString)?.Value ?? "";
        var sentence = ServerText.FrontmatterLine(McpSkillGen.Schema.Summary.Of(stated, MaxAboutLength), MaxAboutLength);
        return sentence.Length == 0 || sentence[^1] is '.' or '!' or '?' or '…' ? sentence : sentence + ".";
    }

    // "read file, write file, list directory": tools as phrases, as many as there is room for.
    private static string Actions(SkillModel skill, int room)
    {
        var phrases = skill.Tools.Select(static tool => string.Join(' ', Words.Of(tool.Name.WireName))).Distinct().ToArray();
        var text = new StringBuilder(phrases[0]);
        var used = 1;
        while (used < phrases.Length && text.Length + phrases[used].Length + 2 < room)
        {
            text.Append(", ").Append(phrases[used++]);
        }

        return text.Append(used < phrases.Length ? $" and {phrases.Length - used} more." : ".").ToString();
    }

    private static string[] Subjects(SkillModel skill)
    {
        // The first word of several is what a tool does, not what it does it to; "note" and "notes" are one subject.
        var subjects = skill.Tools
            .Select(static tool => Words.Of(tool.Name.WireName))
            .SelectMany(static words => words.Count > 1 && words[0].Length > 2 ? words.Skip(1) : words)
            .Where(static word => word.Length > 2 && !Verbs.Contains(word) && !NoSubjects.Contains(word))
            .GroupBy(static word => word.TrimEnd('s'))
            .OrderByDescending(static group => group.Count())
            .Select(static group => group.GroupBy(static word => word).MaxBy(static form => form.Count())!.Key)
            .Take(MaxSubjects)
            .ToArray();
        return subjects.Length > 0 ? subjects : [.. skill.Tools.Take(MaxSubjects).Select(static tool => tool.Name.CommandName)];
    }

    private static string Or(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
}
