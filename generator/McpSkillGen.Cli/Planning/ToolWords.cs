using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Planning;

/// <summary>What a tool's name says: what it does, and what it does it to.</summary>
internal static class ToolWords
{
    private const int MinLength = 3;

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

    /// <summary>What the tool is about, in the order of its name; none where the name only says what it does.</summary>
    public static IEnumerable<string> SubjectsOf(ToolModel tool)
    {
        // The first word of several is what a tool does, not what it does it to.
        var words = Words.Of(tool.Name.WireName);
        return (words.Count > 1 && words[0].Length >= MinLength ? words.Skip(1) : words).Where(IsSubject);
    }

    /// <summary>What the tool may be found under: its subjects, and the area that some servers begin every name with.</summary>
    public static IEnumerable<string> AreasOf(ToolModel tool) => Words.Of(tool.Name.WireName).Where(IsSubject);

    private static bool IsSubject(string word) => word.Length >= MinLength && !Verbs.Contains(word) && !NoSubjects.Contains(word);
}
