namespace McpSkillGen.Host.Tests.Support;

internal static class Programs
{
    private static readonly string s_suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public static string Host { get; } =
        Environment.GetEnvironmentVariable("MCP_SKILL_TEST_HOST") ?? Repository.Metadata("HostProgram") + s_suffix;

    public static string FaultServer { get; } = Repository.Metadata("FaultServer") + s_suffix;
}
