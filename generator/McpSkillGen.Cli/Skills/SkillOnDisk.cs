using McpSkillGen.Cli.Files;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Schema.Catalog;

namespace McpSkillGen.Cli.Skills;

/// <summary>A skill's folder, as far as it can be known without starting anything.</summary>
/// <param name="Folder">Absolute, links resolved.</param>
/// <param name="IsOurs">Whether mcpgen made it.</param>
/// <param name="Server">The server as it named itself; null if that is not known.</param>
/// <param name="ServerVersion">Its version; null if that is not known.</param>
/// <param name="ToolCount">How many tools; null if mcpgen did not make it.</param>
internal sealed record SkillOnDisk(string Folder, bool IsOurs, string? Server, string? ServerVersion, int? ToolCount)
{
    /// <summary>The folder's name, which is the skill's by the specification.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>Whether it can be run: by its launcher, or by an executor in it.</summary>
    public bool HasLauncher => File.Exists(new SkillFolder(Folder).LauncherFile(Name));

    /// <summary>Whether it is the page that teaches an agent to use mcpgen, which has no server.</summary>
    public bool IsGuide { get; init; }

    /// <summary>Whether its programs lie in the user's store and not in its folder.</summary>
    public bool IsText => File.Exists(new SkillFolder(Folder).KeyFile(Name));

    /// <returns>Null if there is no skill.</returns>
    public static SkillOnDisk? At(string folder)
    {
        if (!OrdinaryFile.Exists(Path.Combine(folder, "SKILL.md")))
        {
            return null;
        }

        var skill = new SkillFolder(RealPath.Of(Path.GetFullPath(folder)));
        if (!OrdinaryFile.Exists(skill.ConfigFile) || !OrdinaryFile.Exists(skill.CatalogFile))
        {
            return new SkillOnDisk(skill.Root, IsOurs: false, null, null, null) { IsGuide = McpgenGuide.IsAt(skill.Root) };
        }

        // What is wrong with the catalog, `mcpgen test` says.
        var (catalog, _) = CatalogParser.Parse(File.ReadAllText(skill.CatalogFile));
        return new SkillOnDisk(skill.Root, IsOurs: true, catalog.ServerName, catalog.ServerVersion, catalog.Tools.Count);
    }

    /// <summary>Its size on disk in bytes. Links are not followed.</summary>
    public long CountBytes() => new DirectoryInfo(Folder)
        .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true })
        .Sum(static file => file.Length);
}
