#if NETSTANDARD
namespace McpSkillGen.Schema.Vocabulary;
#else
namespace McpSkillGen.Runtime.Vocabulary;
#endif

/// <summary>
/// The flags that every command of an executor takes, without their dashes. A tool's own flag of such a name is the tool's; the
/// executor's is then spelled with the <see cref="OwnPrefix"/>, which works for every command.
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

    /// <summary>Of every command that prints a tool's result.</summary>
    public const string Query = "query";

    /// <summary>What makes a name the executor's own: <c>--skill-timeout</c>.</summary>
    public const string OwnPrefix = "skill-";

    public static IReadOnlyList<string> All { get; } = [Json, Output, Timeout, MaxBytes, NoKeepAlive, Quiet, Help];
}
