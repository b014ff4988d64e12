using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Planning;

/// <summary>What the words of a tool's name are: what it does, what it does it to, or neither.</summary>
internal static class ToolWords
{
    private const int MinLength = 2;

    private static readonly HashSet<string> Verbs = new(StringComparer.Ordinal)
    {
        "get", "list", "read", "search", "find", "fetch", "query", "show", "describe", "create", "add", "insert", "write",
        "update", "edit", "set", "put", "patch", "delete", "remove", "move", "copy", "run", "execute", "start", "stop", "open",
        "close", "send", "post", "upload", "download", "import", "export", "generate", "make", "check", "validate", "convert",
        "trigger", "toggle", "simulate", "take", "wait", "browse", "navigate", "click", "lookup", "resolve", "call", "use",
        "abort", "append", "apply", "assign", "attach", "cancel", "clear", "clone", "compare", "customize", "deploy", "disable",
        "discover", "drag", "duplicate", "emulate", "enable", "evaluate", "explore", "extract", "fill", "fork", "handle", "hide",
        "highlight", "hover", "install", "invite", "launch", "manage", "merge", "modify", "optimize", "parse", "populate", "press",
        "promote", "protect", "publish", "push", "reject", "reload", "rename", "replace", "reset", "resize", "restart", "restore",
        "resume", "save", "scale", "select", "share", "subscribe", "switch", "sync", "transfer", "unassign",
        "uninstall", "unlink", "unprotect", "unpublish", "upgrade", "upsert", "verify", "view", "return", "retrieve", "calculate", "compute", "count", "analyze", "render",
        "translate", "transform", "summarize", "approve", "mark", "record", "reply", "respond", "commit", "checkout", "scrape", "crawl", "map",
    };

    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "all", "by", "for", "from", "to", "of", "in", "on", "off", "with", "and", "or", "the", "a", "an", "as", "at", "up", "into", "via",
        "new", "info", "details", "many", "multiple", "full", "partial", "current", "tool", "tools", "mcp", "api", "id", "ids", "name",
        "names", "long", "running", "operation", "batch", "v1", "v2", "v3", "v4",
    };

    /// <summary>The words of its name in lower case; never empty.</summary>
    public static IReadOnlyList<string> Of(ToolModel tool) => Words.Of(tool.Name.WireName);

    public static bool IsVerb(string word) => Verbs.Contains(word);

    /// <summary>Whether it can name what a tool is about.</summary>
    public static bool IsSubject(string word) =>
        word.Length >= MinLength && !Verbs.Contains(word) && !Fillers.Contains(word) && !word.All(char.IsAsciiDigit);

    /// <summary>One form for "note" and "notes", "story" and "stories"; only for comparing.</summary>
    public static string Stem(string word) => word switch
    {
        { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        { Length: > 3 } when word[^1] is 's' && word[^2] is not ('s' or 'u' or 'i') => word[..^1],
        _ => word,
    };

    public static string ThirdPerson(string verb) => verb switch
    {
        [.., 's' or 'x' or 'z'] or [.., 'c' or 's', 'h'] => verb + "es",
        [.. var stem, 'y'] when stem[^1] is not ('a' or 'e' or 'o' or 'u') => stem + "ies",
        _ => verb + "s",
    };
}
