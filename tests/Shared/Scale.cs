namespace McpSkillGen.Tests.Shared;

/// <summary>
/// How often a test tries what goes wrong rarely: a little in every run, as often as it was promised with
/// <c>MCP_SKILL_TESTS=full</c>.
/// </summary>
internal static class Scale
{
    /// <summary>Whether this is the run that takes its time.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("MCP_SKILL_TESTS") == "full";

    public static int Of(int usual, int full) => IsFull ? full : usual;
}
