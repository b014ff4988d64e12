using System.Reflection;

namespace McpSkillGen.Host.Tests.Support;

internal static class Programs
{
    public static string Host { get; } =
        Environment.GetEnvironmentVariable("MCP_SKILL_TEST_HOST") ?? Metadata("HostProgram");

    public static string FaultServer { get; } = Metadata("FaultServer");

    private static string Metadata(string key) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!
        + (OperatingSystem.IsWindows() ? ".exe" : "");
}
