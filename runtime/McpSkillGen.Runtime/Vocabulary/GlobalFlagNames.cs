#if NETSTANDARD
namespace McpSkillGen.Schema.Vocabulary;
#else
namespace McpSkillGen.Runtime.Vocabulary;
#endif

/// <summary>
/// The flags that every command of an executor takes, without their dashes. An argument that wants one of these names
/// becomes <c>--arg-NAME</c>.
/// </summary>
internal static class GlobalFlagNames
{
    public const string Json = "json";
    public const string Output = "output";
    public const string Timeout = "timeout";
    public const string MaxBytes = "max-bytes";
    public const string NoKeepAlive = "no-keep-alive";
    public const string Quiet = "quiet";
    public const string Help = "help";

    /// <summary>Of every command that calls a tool.</summary>
    public const string DryRun = "dry-run";

    public static IReadOnlyList<string> All { get; } = [Json, Output, Timeout, MaxBytes, NoKeepAlive, Quiet, Help];

    /// <summary>What no argument's flag may be called: all of them, and one that may come.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [.. All, DryRun, "version"];
}
