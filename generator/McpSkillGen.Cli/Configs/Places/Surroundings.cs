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
        ProjectFolders(Environment.CurrentDirectory),
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
