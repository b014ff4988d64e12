namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>The folders that a config file's variables can mean, as far as its place tells.</summary>
/// <param name="Project">The project that the file belongs to; null if it is elsewhere, or in the user's own folder.</param>
/// <param name="Extension">The plugin, extension or bundle that the file is part of, or else the file's folder.</param>
internal sealed record KnownFolders(string? Project, string Extension)
{
    // Agents keep a project's servers in one of these, some a few folders down: ".kiro/settings/mcp.json".
    private static readonly string[] AgentsFolders =
    [
        ".vscode", ".cursor", ".codex", ".gemini", ".zed", ".roo", ".kilocode", ".kilo", ".kiro", ".qwen", ".vibe", ".amp", ".continue", ".copilot", ".amazonq", ".trae",
        ".junie", ".cline", ".windsurf", ".claude", ".opencode", ".crush", ".warp", ".github", ".augment", ".iflow", ".factory", ".idea", ".ai", ".vs", ".agents", ".mcp",
    ];

    // Files at a project's root. The user's own of these names are in a folder of the agent.
    private static readonly string[] ProjectsFiles = [".mcp.json", "opencode.json", "opencode.jsonc", "crush.json", ".crush.json", "kilo.json", "kilo.jsonc"];

    private static readonly string[] UsersFolders = ["opencode", "crush", "kilo"];

    private const string PluginFolder = ".claude-plugin";
    private const int MaxDepth = 3;

    /// <summary>What relative paths in the file start from.</summary>
    public string Base => Project ?? Extension;

    public static KnownFolders Of(string path)
    {
        var folder = ServerSource.FolderOf(path);
        var home = Environment.GetEnvironmentVariable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        var above = Above(folder).ToArray();
        var agents = above.FirstOrDefault(static candidate => AgentsFolders.Contains(Path.GetFileName(candidate)));
        var isProjects = ProjectsFiles.Contains(Path.GetFileName(path)) && !UsersFolders.Contains(Path.GetFileName(folder));
        var project = agents is not null ? Path.GetDirectoryName(agents) : isProjects ? folder : null;
        return new KnownFolders(
            project == home ? null : project,
            above.FirstOrDefault(static candidate => Directory.Exists(Path.Combine(candidate, PluginFolder))) ?? folder);
    }

    private static IEnumerable<string> Above(string folder)
    {
        var current = folder;
        for (var depth = 0; depth < MaxDepth && current is not null; depth++)
        {
            yield return current;
            current = Path.GetDirectoryName(current);
        }
    }
}
