namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>The project that an agent's file belongs to: the folder of <c>.mcp.json</c>, the one around <c>.vscode</c> and the like.</summary>
internal static class ProjectFolder
{
    private static readonly string[] AgentsFolders = [".vscode", ".cursor", ".codex", ".gemini", ".zed"];

    private static readonly string[] ProjectsFiles = [".mcp.json", "opencode.json", "opencode.jsonc"];

    /// <returns>Null if the file belongs to no project: it is elsewhere, or in the user's own folder.</returns>
    public static string? Of(string path)
    {
        var folder = ServerSource.FolderOf(path);
        var project = AgentsFolders.Contains(Path.GetFileName(folder)) ? Path.GetDirectoryName(folder)
            : ProjectsFiles.Contains(Path.GetFileName(path)) && Path.GetFileName(folder) is not (['.', ..] or "opencode") ? folder
            : null;
        return project == Environment.GetEnvironmentVariable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") ? null : project;
    }
}
