using McpSkillGen.Cli.Pages;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>
/// What people have in <c>references/</c>: marked sections in the pages of tools, and files of their own, which are all those
/// that belong to no tool of the skill's catalog.
/// </summary>
/// <param name="folder">The skill as it is.</param>
internal sealed class KeptReferences(string folder)
{
    private const string Folder = "references";

    /// <summary>Carries all of it over.</summary>
    /// <param name="newFolder">The new skill, with its own pages.</param>
    /// <exception cref="SkillException">Markers do not match, or a file has the name of a new tool's page.</exception>
    public void HandOver(string newFolder)
    {
        var references = new DirectoryInfo(Path.Combine(folder, Folder));
        if (!references.Exists)
        {
            return;
        }

        var generated = PagesOfTools(newFolder);
        foreach (var file in references.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var page = Path.GetRelativePath(folder, file.FullName);
            var target = Path.Combine(newFolder, page);
            if (!generated.Contains(page))
            {
                KeepWhole(file, target);
            }
            else if (File.Exists(target))
            {
                KeptSections.CarryOverPage(folder, newFolder, page);
            }
            else if (KeptSections.AreIn(file.FullName))
            {
                // The tool is gone. Only the author knows whether the notes about it are still useful.
                KeepWhole(file, target);
            }
        }
    }

    private static void KeepWhole(FileInfo file, string target)
    {
        if (File.Exists(target))
        {
            // An older catalog beside newer pages, as after a checkout of one file: the page has nothing of a person's in it.
            if (File.ReadAllText(file.FullName) == File.ReadAllText(target))
            {
                return;
            }

            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"'{file.FullName}' is your own page, and the server has a new tool whose page has the same name. Nothing was changed. Rename yours, then try again.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        file.CopyTo(target);
    }

    private HashSet<string> PagesOfTools(string newFolder)
    {
        // If the catalog was deleted, or the first build was stopped midway: the server has hardly changed since.
        var catalogFile = new[] { folder, newFolder }.Select(static skill => new SkillFolder(skill).CatalogFile).FirstOrDefault(File.Exists);
        if (catalogFile is null)
        {
            return [];
        }

        // What is wrong with the catalog is reported elsewhere.
        var (catalog, _) = CatalogParser.Parse(File.ReadAllText(catalogFile));
        var commands = CommandLineName.Commands([.. catalog.Tools.Select(static tool => tool.Name)]);
        return [.. commands.SelectMany(static command => new[] { Path.Combine(Folder, $"{command}.md"), Path.Combine(Folder, "csharp", $"{command}.md") })];
    }
}
