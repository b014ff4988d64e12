using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Identity;

/// <summary>
/// Where a skill's server runs, unless its config has a <c>cwd</c>. Never the skill's own folder: files that a server leaves there
/// would become part of the skill.
/// </summary>
/// <param name="Folder">Absolute.</param>
/// <param name="Project">The project that it works on, which is its MCP root; null outside of any project: then the folder is the user's home.</param>
internal sealed record ServerPlace(string Folder, string? Project)
{
    private string Home { get; init; } = "";

    /// <param name="skill">The folder of the config.</param>
    /// <param name="config">Says whether each workspace has a server of its own.</param>
    /// <param name="workspace">The caller's project under <c>"scope": "workspace"</c>; null if there is no caller.</param>
    /// <param name="variable">Looks a variable up.</param>
    public static ServerPlace Of(SkillFolder skill, SkillConfig config, string? workspace, Func<string, string?> variable)
    {
        var home = HomeOf(variable);
        var project = workspace ?? new ProjectRoot(home).OfSkill(skill.Root);
        var folder = project ?? home;
        return new ServerPlace(folder, config.Scope is InstanceScope.Workspace ? folder : project) { Home = home };
    }

    /// <summary>The project of a launch from here: the client's one MCP root.</summary>
    /// <param name="config">What was resolved.</param>
    /// <param name="launch">What it became.</param>
    /// <returns>Null if the server works on no project: then the client declares no roots.</returns>
    public string? RootOf(SkillConfig config, ServerLaunch launch) => (launch, config) switch
    {
        (_, { Scope: InstanceScope.Workspace }) => Project,
        (ServerLaunch.Process { WorkingDirectory: var folder }, { WorkingDirectory: not null }) => new ProjectRoot(Home).Around(folder),
        (ServerLaunch.Process, _) => Project,
        _ => null, // A server elsewhere cannot use a path of this machine.
    };

    // An account of a service may have none, or one that is not its own.
    private static string HomeOf(Func<string, string?> variable)
    {
        var stated = OperatingSystem.IsWindows() ? null : variable("HOME");
        var home = Path.IsPathRooted(stated) ? stated : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return RealPath.Of(Directory.Exists(home) && (OperatingSystem.IsWindows() || Libc.CanEnter(home)) ? home : Path.GetTempPath());
    }
}
