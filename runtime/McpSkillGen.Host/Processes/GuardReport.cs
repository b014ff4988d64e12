using System.Globalization;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// The one line in which a guard tells its host the server's process id. It travels on standard error, the only stream of
/// the three that has room for it, and begins with a byte that no program prints.
/// </summary>
internal static class GuardReport
{
    public const string Prefix = "\u0001mcp-skill-host guard: server is process ";

    public static string Of(int serverId) => $"{Prefix}{serverId.ToString(CultureInfo.InvariantCulture)}\n";

    public static bool TryParse(ReadOnlySpan<char> line, out int serverId) =>
        int.TryParse(line[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out serverId);
}
