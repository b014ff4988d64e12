using System.Globalization;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// The one line in which a guard tells its host the server's process id. It goes through standard error, the only one of the
/// three streams that can carry it, and begins with a byte that no program prints.
/// </summary>
internal static class GuardReport
{
    public const string Prefix = "\u0001mcp-skill-host guard: server is process ";

    public static string Of(int serverId) => $"{Prefix}{serverId.ToString(CultureInfo.InvariantCulture)}\n";

    public static bool TryParse(ReadOnlySpan<char> line, out int serverId) =>
        int.TryParse(line[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out serverId);
}
