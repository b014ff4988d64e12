using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>The client's roots, for servers that ask for them: the one project that the server works on.</summary>
internal static class WorkspaceRoots
{
    /// <param name="root">Absolute; null if the server works on no project. Then the client declares no roots.</param>
    public static McpClientHandlers HandlersFor(string? root)
    {
        var handlers = new McpClientHandlers();
        if (root is null)
        {
            return handlers;
        }

        // Deprecated with the 2026-07-28 revision, but servers that work on files still ask for them.
#pragma warning disable MCP9005
        var answer = new ListRootsResult { Roots = [new Root { Uri = UriOf(root), Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(root)) }] };
        handlers.RootsHandler = (_, _) => ValueTask.FromResult(answer);
#pragma warning restore MCP9005
        return handlers;
    }

    /// <summary>The folder as a <c>file:</c> URI. Not by Uri, which leaves alone what already looks like an escape.</summary>
    /// <param name="folder">Absolute.</param>
    public static string UriOf(string folder)
    {
        var segments = folder.Replace('\\', OperatingSystem.IsWindows() ? '/' : '\\').Split('/');
        var path = string.Join('/', segments.Select(static segment => IsDrive(segment) ? segment : Uri.EscapeDataString(segment)));
        return path.StartsWith('/') ? $"file://{path}" : $"file:///{path}";
    }

    private static bool IsDrive(string segment) => OperatingSystem.IsWindows() && segment is [_, ':'];
}
