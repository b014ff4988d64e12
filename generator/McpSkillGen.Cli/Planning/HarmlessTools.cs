using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Planning;

/// <summary>Which tools may be called without being asked to: those that only read.</summary>
internal static class HarmlessTools
{
    private static readonly string[] LookingVerbs = ["get", "list", "read", "search", "find", "show", "describe", "echo"];

    // Anywhere in a name: "get_or_create", "search_and_replace". A noun that is spelled the same costs a trial, no more.
    private static readonly HashSet<string> Effects = new(StringComparer.Ordinal)
    {
        "abort", "add", "append", "apply", "approve", "assign", "book", "buy", "call", "cancel", "clear", "clone", "close", "commit", "copy",
        "create", "delete", "deploy", "disable", "drop", "edit", "enable", "execute", "exec", "fix", "format", "generate", "import", "insert",
        "install", "invite", "kill", "launch", "lock", "make", "mark", "merge", "modify", "move", "notify", "open", "overwrite", "patch", "pay", "post", "publish",
        "purge", "push", "put", "refresh", "register", "reject", "remove", "rename", "replace", "reply", "reset", "restart", "restore", "revoke",
        "rotate", "run", "save", "schedule", "send", "set", "share", "start", "stop", "store", "submit", "subscribe", "sync", "transfer",
        "trigger", "uninstall", "unlock", "update", "upgrade", "upload", "upsert", "write",
    };

    /// <summary>
    /// Whether the server marks the tool as read-only; or says nothing about its effects, and the name can only mean reading.
    /// </summary>
    public static bool Contains(ToolModel tool)
    {
        if (tool.Traits.HasFlag(ToolTraits.ReadOnly))
        {
            return !tool.Traits.HasFlag(ToolTraits.Destructive);
        }

        var words = ToolWords.Of(tool);
        return !SaysWhatItDoes(tool) && LookingVerbs.Contains(words[0]) && !words.Any(Effects.Contains);
    }

    // Traits only hold the hints that are true. "readOnlyHint": false is an answer too.
    private static bool SaysWhatItDoes(ToolModel tool) =>
        JsonReader.TryRead(tool.Json, out var described, out _)
        && described is JsonObject json && new CatalogTool(tool.Name.WireName, json) is { SaysItsEffects: true, Annotations: { } hints }
        && (hints["readOnlyHint"] ?? hints["destructiveHint"]) is not null;
}
