namespace McpSkillGen.Cli.Configs.Places;

/// <summary>Where a machine keeps what agents are configured with.</summary>
/// <param name="System">The operating system.</param>
/// <param name="Home">The user's folder.</param>
/// <param name="Project">The current folder and those above it, up to the one under version control.</param>
/// <param name="Variable">Looks an environment variable up.</param>
internal sealed record Surroundings(OSPlatformKind System, string Home, IReadOnlyList<string> Project, Func<string, string?> Variable)
{
    public static Surroundings Here() => new(
        OperatingSystem.IsWindows() ? OSPlatformKind.Windows : OperatingSystem.IsMacOS() ? OSPlatformKind.MacOS : OSPlatformKind.Linux,
        Environment.GetEnvironmentVariable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") is { Length: > 0 } home
            ? home
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        [.. ProjectFolders(Environment.CurrentDirectory)],
        Environment.GetEnvironmentVariable);

    /// <summary>The folder in which programs keep their settings, each in one of its own.</summary>
    public string Settings => System switch
    {
        OSPlatformKind.Windows => Set("APPDATA") ?? Join(Home, "AppData", "Roaming"),
        OSPlatformKind.MacOS => Join(Home, "Library", "Application Support"),
        _ => DotConfig,
    };

    /// <summary>The same for programs that do as on Linux everywhere.</summary>
    public string DotConfig => Set("XDG_CONFIG_HOME") ?? Join(Home, ".config");

    public string? Set(string name) => Variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>A path as the system writes it, whichever system this one is.</summary>
    public string Join(params ReadOnlySpan<string> parts) => string.Join(System is OSPlatformKind.Windows ? '\\' : '/', parts.ToArray());

    private static IEnumerable<string> ProjectFolders(string current)
    {
        var folders = new List<string>();
        for (var folder = current; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            folders.Add(folder);
            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                return folders;
            }
        }

        // Not in a project: what lies above is somebody else's.
        return [current];
    }
}

/// <summary>The systems whose places differ.</summary>
internal enum OSPlatformKind
{
    Linux,
    MacOS,
    Windows,
}

/// <summary>The files in which each agent keeps its servers, those of the project first, as the agents themselves read them.</summary>
internal static class AgentPlaces
{
    /// <summary>The agents that are known, as <c>--from</c> spells them.</summary>
    public static IReadOnlyList<string> Agents { get; } =
        ["claude", "claude-code", "claude-desktop", "codex", "cursor", "gemini", "opencode", "vscode", "windsurf", "zed"];

    /// <param name="agent">One of <see cref="Agents"/>.</param>
    /// <param name="here">The machine.</param>
    /// <returns>Absolute paths; most of the files will not be there.</returns>
    public static IReadOnlyList<string> Of(string agent, Surroundings here) => agent switch
    {
        "claude" => [.. Of("claude-code", here), .. Of("claude-desktop", here)],
        "claude-code" =>
        [
            .. InProject(here, ".mcp.json"),
            here.Set("CLAUDE_CONFIG_DIR") is { } folder ? here.Join(folder, ".claude.json") : here.Join(here.Home, ".claude.json"),
        ],
        "claude-desktop" => [here.Join(here.Settings, "Claude", "claude_desktop_config.json")],
        "codex" => [.. InProject(here, ".codex", "config.toml"), here.Join(here.Set("CODEX_HOME") ?? here.Join(here.Home, ".codex"), "config.toml")],
        "cursor" => [.. InProject(here, ".cursor", "mcp.json"), here.Join(here.Home, ".cursor", "mcp.json")],
        "gemini" => [.. InProject(here, ".gemini", "settings.json"), here.Join(here.Home, ".gemini", "settings.json")],
        "opencode" =>
        [
            .. InProject(here, "opencode.json"), .. InProject(here, "opencode.jsonc"),
            here.Join(here.DotConfig, "opencode", "opencode.json"), here.Join(here.DotConfig, "opencode", "opencode.jsonc"),
        ],
        "vscode" =>
        [
            .. InProject(here, ".vscode", "mcp.json"),
            .. new[] { "Code", "Code - Insiders", "VSCodium" }.SelectMany(editor => new[] { here.Join(here.Settings, editor, "User", "mcp.json"), here.Join(here.Settings, editor, "User", "settings.json") }),
        ],
        "windsurf" => [here.Join(here.Home, ".codeium", "windsurf", "mcp_config.json")],
        "zed" => [.. InProject(here, ".zed", "settings.json"), here.System is OSPlatformKind.Windows ? here.Join(here.Settings, "Zed", "settings.json") : here.Join(here.DotConfig, "zed", "settings.json")],
        _ => throw new ArgumentOutOfRangeException(nameof(agent), agent, "No such agent."),
    };

    private static IEnumerable<string> InProject(Surroundings here, params string[] file) => here.Project.Select(folder => here.Join([folder, .. file]));
}
