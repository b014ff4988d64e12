namespace McpSkillGen.Cli.Scaffolding;

/// <summary>A skill in its place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its folder; absolute.</param>
/// <param name="Example">A call to try, without the program.</param>
/// <param name="IsBuilt">Whether it has its executor.</param>
internal sealed record ScaffoldedSkill(string Name, string Folder, string Example, bool IsBuilt)
{
    /// <summary>The executor; absolute.</summary>
    public string Executor => Path.Combine(Folder, "scripts", OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
}
