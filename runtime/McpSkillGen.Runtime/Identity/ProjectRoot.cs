namespace McpSkillGen.Runtime.Identity;

/// <summary>Which project a skill, or a folder, belongs to. The user's home and the settings folders in it are no projects.</summary>
/// <param name="home">The user's home folder; absolute, links resolved.</param>
internal sealed class ProjectRoot(string home)
{
    private const string SkillsFolderName = "skills";

    // Agents and installers look for skills this many levels below "skills".
    private const int MaxLevels = 3;

    // What a project says to agents. A folder that has one is a project, also without version control.
    private static readonly string[] AgentsFiles =
    [
        ".mcp.json", ".vscode/mcp.json", ".cursor/mcp.json", ".gemini/settings.json", ".codex/config.toml", ".zed/settings.json",
        "opencode.json", "opencode.jsonc",
    ];

    /// <summary>
    /// The project that a skill lies in: the nearest folder under version control, else the one that holds <c>skills/</c> or
    /// <c>.AGENT/skills/</c>.
    /// </summary>
    /// <param name="skill">The skill's folder; absolute.</param>
    /// <returns>Null if it lies in none.</returns>
    public string? OfSkill(string skill)
    {
        var holder = HolderOf(skill);
        return Find(holder ?? Path.GetDirectoryName(skill), WorkspaceRoot.IsUnderVersionControl)
            ?? (holder is not null && !IsHome(holder) && !IsBelowSettings(holder) ? holder : null);
    }

    /// <summary>The project around a folder: the nearest one at or above that is under version control or has an agent's config.</summary>
    /// <param name="folder">Absolute.</param>
    /// <returns>Null if there is none.</returns>
    public string? Around(string folder) => Find(folder, static candidate =>
        WorkspaceRoot.IsUnderVersionControl(candidate) || Array.Exists(AgentsFiles, file => File.Exists(Path.Combine(candidate, file))));

    private string? Find(string? folder, Func<string, bool> isProject)
    {
        while (folder is not null && !IsHome(folder) && !IsSettings(folder))
        {
            if (isProject(folder))
            {
                return folder;
            }

            folder = Path.GetDirectoryName(folder);
        }

        return null;
    }

    private static string? HolderOf(string skill)
    {
        var folder = Path.GetDirectoryName(skill);
        for (var level = 0; level < MaxLevels && folder is not null; level++, folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetFileName(folder) == SkillsFolderName)
            {
                var holder = Path.GetDirectoryName(folder);
                return Path.GetFileName(holder) is ['.', ..] ? Path.GetDirectoryName(holder) : holder;
            }
        }

        return null;
    }

    private bool IsHome(string folder) => folder == home;

    // ~/.claude, which people keep under version control too.
    private bool IsSettings(string folder) => Path.GetFileName(folder) is ['.', ..] && Path.GetDirectoryName(folder) == home;

    // ~/.config/opencode/skills, ~/.pi/agent/skills.
    private bool IsBelowSettings(string folder) => Path.GetRelativePath(home, folder) is ['.', not '.', ..];
}
