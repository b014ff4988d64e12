using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>What a server hears that asks for the client's roots: the one workspace that it was started for.</summary>
internal static class WorkspaceRoots
{
    /// <param name="root">Absolute; null for a server that every caller of the skill shares, whose client declares no roots.</param>
    public static McpClientHandlers HandlersFor(string? root)
    {
        var handlers = new McpClientHandlers();
        if (root is null)
        {
            return handlers;
        }

        // Deprecated with the 2026-07-28 revision; servers of today that work on files ask for them all the same.
#pragma warning disable MCP9005
        var answer = new ListRootsResult { Roots = [new Root { Uri = UriOf(root), Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(root)) }] };
        handlers.RootsHandler = (_, _) => ValueTask.FromResult(answer);
#pragma warning restore MCP9005
        return handlers;
    }

    /// <summary>The folder as a <c>file:</c> URI. By hand, because Uri leaves alone what looks like an escape already.</summary>
    /// <param name="folder">Absolute.</param>
    public static string UriOf(string folder)
    {
        var segments = folder.Replace('\\', OperatingSystem.IsWindows() ? '/' : '\\').Split('/');
        var path = string.Join('/', segments.Select(static segment => IsDrive(segment) ? segment : Uri.EscapeDataString(segment)));
        return path.StartsWith('/') ? $"file://{path}" : $"file:///{path}";
    }

    private static bool IsDrive(string segment) => OperatingSystem.IsWindows() && segment is [_, ':'];
}
