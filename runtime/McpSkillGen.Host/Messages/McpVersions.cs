namespace McpSkillGen.Host.Messages;

/// <summary>The protocol versions that the SDK speaks.</summary>
internal static class McpVersions
{
    /// <summary>The first version without <c>initialize</c> and without sessions.</summary>
    public const string FirstModern = "2026-07-28";

    /// <summary>The last version that begins with <c>initialize</c>.</summary>
    public const string NewestLegacy = "2025-11-25";

    // These begin with initialize, and the SDK can be pinned to them.
    private static readonly string[] Legacy = ["2024-11-05", "2025-03-26", "2025-06-18", NewestLegacy];

    public static bool IsLegacy(string? version) => version is not null && Legacy.Contains(version, StringComparer.Ordinal);

    public static bool IsKnown(string? version) => version is FirstModern || IsLegacy(version);
}
