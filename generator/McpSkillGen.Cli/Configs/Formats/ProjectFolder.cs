namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>The project that an agent's file belongs to: the folder around <c>.vscode</c> and the like.</summary>
internal static class ProjectFolder
{
    private static readonly string[] AgentsFolders = [".vscode", ".cursor", ".codex", ".gemini", ".zed"];

    /// <returns>Null if the file belongs to no project: it is elsewhere, or in the user's own folder.</returns>
    public static string? Of(string path)
    {
        var folder = ServerSource.FolderOf(path);
        var around = Path.GetDirectoryName(folder);
        return AgentsFolders.Contains(Path.GetFileName(folder))
            && around != Environment.GetEnvironmentVariable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME")
            ? around
            : null;
    }
}
