#if NETSTANDARD
namespace McpSkillGen.Schema.Vocabulary;
#else
namespace McpSkillGen.Runtime.Vocabulary;
#endif

/// <summary>The executor's own commands. A tool that wants one of these names becomes <c>tool-NAME</c>.</summary>
internal static class CommandNames
{
    public const string List = "list";
    public const string Describe = "describe";
    public const string Call = "call";
    public const string Batch = "batch";
    public const string Script = "script";
    public const string Resources = "resources";
    public const string Prompts = "prompts";
    public const string Mcp = "mcp";
    public const string Login = "login";
    public const string Logout = "logout";
    public const string Status = "status";
    public const string Stats = "stats";
    public const string Logs = "logs";
    public const string Stop = "stop";
    public const string Restart = "restart";
    public const string ResetStats = "reset-stats";
    public const string Approve = "approve";
    public const string Audit = "audit";
    public const string Record = "record";
    public const string Completions = "completions";
    public const string Help = "help";

    public static IReadOnlyList<string> All { get; } =
    [
        List, Describe, Call, Batch, Script, Resources, Prompts, Mcp, Login, Logout, Status, Stats, Logs, Stop, Restart,
        ResetStats, Approve, Audit, Record, Completions, Help,
    ];

    /// <summary>What no tool's command may be called: all of them, and one that may come.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [.. All, "version"];
}
