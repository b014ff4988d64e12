namespace McpSkillGen.Host.Mcp;

/// <summary>The protocol versions that begin with <c>initialize</c> and can be pinned to.</summary>
internal static class McpVersions
{
    private static readonly string[] Legacy = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

    public static bool IsLegacy(string? version) => version is not null && Legacy.Contains(version, StringComparer.Ordinal);
}
