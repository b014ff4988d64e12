using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>A skill in its place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its folder; absolute.</param>
/// <param name="Example">A call to try, without the program.</param>
/// <param name="IsBuilt">Whether it has its executor.</param>
internal sealed record ScaffoldedSkill(string Name, string Folder, string Example, bool IsBuilt)
{
    /// <summary>How many tools it has.</summary>
    public int ToolCount { get; init; }

    /// <summary>The variables that hold what was secret in its config.</summary>
    public IReadOnlyList<string> MovedSecrets { get; init; } = [];

    /// <summary>What runs its executor; absolute.</summary>
    public string Executor => new SkillFolder(Folder).LauncherFile(Name);
}
