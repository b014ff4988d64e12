namespace McpSkillGen.Cli.Skills;

/// <summary>Whether skills are looked for in a project or in the user's home.</summary>
internal enum SkillScope
{
    Project,
    User,
}

/// <summary>A coding agent, and where it looks for skills.</summary>
/// <param name="Key">What <c>--agent</c> calls it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="ProjectFolders">Below a project's root; the first one is where skills are installed.</param>
/// <param name="UserFolders">Absolute; the first one is where skills are installed.</param>
internal sealed record Agent(string Key, string Name, IReadOnlyList<string> ProjectFolders, IReadOnlyList<string> UserFolders)
{
    /// <summary>Every folder that it looks into; absolute.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="projectRoot">Absolute.</param>
    public IEnumerable<string> Folders(SkillScope scope, string projectRoot) =>
        scope is SkillScope.User ? UserFolders : ProjectFolders.Select(folder => Path.Combine(projectRoot, folder.Replace('/', Path.DirectorySeparatorChar)));

    /// <summary>The folder that skills are installed into; absolute.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="projectRoot">Absolute.</param>
    public string InstallFolder(SkillScope scope, string projectRoot) => Folders(scope, projectRoot).First();
}
