namespace McpSkillGen.Host.Processes;

/// <summary>How to start this program again, in another role.</summary>
internal static class SelfProgram
{
    /// <summary>The program, and the arguments that come before its own.</summary>
    public static (string File, IReadOnlyList<string> Prefix) Locate()
    {
        var running = Environment.ProcessPath ?? throw new InvalidOperationException("This program does not know its own path.");
        return Path.GetFileNameWithoutExtension(running) == "dotnet"
            ? (running, [Path.Combine(AppContext.BaseDirectory, "mcp-skill-host.dll")])
            : (running, []);
    }
}
