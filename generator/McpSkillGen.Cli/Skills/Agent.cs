namespace McpSkillGen.Cli.Skills;

/// <summary>Whether skills are in a project or in the user's home.</summary>
internal enum SkillScope
{
    Project,
    User,
}

/// <summary>A coding agent, and where it looks for skills.</summary>
/// <param name="Key">What <c>--agent</c> calls it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="ProjectFolders">Below a project's root. Skills are installed in the first one.</param>
/// <param name="UserFolders">Absolute. Skills are installed in the first one.</param>
internal sealed record Agent(string Key, string Name, IReadOnlyList<string> ProjectFolders, IReadOnlyList<string> UserFolders)
{
    /// <summary>Every folder it reads; absolute.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="projectRoot">Absolute.</param>
    public IEnumerable<string> Folders(SkillScope scope, string projectRoot) =>
        scope is SkillScope.User ? UserFolders : ProjectFolders.Select(folder => Path.Combine(projectRoot, folder.Replace('/', Path.DirectorySeparatorChar)));

    /// <summary>The folder that skills are installed in; absolute.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="projectRoot">Absolute.</param>
    public string InstallFolder(SkillScope scope, string projectRoot) => Folders(scope, projectRoot).First();
}
