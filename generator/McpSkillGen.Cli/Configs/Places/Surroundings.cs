namespace McpSkillGen.Cli.Configs.Places;

/// <summary>Where a machine keeps the settings of agents.</summary>
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
        ProjectFolders(Environment.CurrentDirectory),
        Environment.GetEnvironmentVariable);

    /// <summary>The folder for settings, in which each program has its own.</summary>
    public string Settings => System switch
    {
        OSPlatformKind.Windows => Set("APPDATA") ?? Join(Home, "AppData", "Roaming"),
        OSPlatformKind.MacOS => Join(Home, "Library", "Application Support"),
        _ => DotConfig,
    };

    /// <summary>The same for programs that follow Linux everywhere.</summary>
    public string DotConfig => Set("XDG_CONFIG_HOME") ?? Join(Home, ".config");

    public string? Set(string name) => Variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>A path in the system's own form, whichever system this runs on.</summary>
    public string Join(params ReadOnlySpan<string> parts) => string.Join(System is OSPlatformKind.Windows ? '\\' : '/', parts.ToArray());

    private static List<string> ProjectFolders(string current)
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

        // Not in a project. The folders above may belong to somebody else.
        return [current];
    }
}

/// <summary>The systems with different places.</summary>
internal enum OSPlatformKind
{
    Linux,
    MacOS,
    Windows,
}
