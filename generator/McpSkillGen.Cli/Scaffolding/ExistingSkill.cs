using System.Text.RegularExpressions;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Cli.Rendering;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>
/// What is already there where a skill goes. Scaffolding again replaces what was generated and keeps what people added: the
/// project's own files, <c>.env</c>, marked sections in SKILL.md and references (see <see cref="KeptSections"/>), references
/// of their own, and everything at the skill's top level that mcpgen does not write.
/// </summary>
internal sealed partial class ExistingSkill
{
    // Written again every time; .env from what it was.
    private static readonly string[] Generated =
        [".env", "SKILL.md", "references", SkillFolder.ConfigFileName, "mcp-catalog.json", "scripts", "executor", ".gitignore", ".gitattributes"];

    // The traces of a running host, which belong to the folder it runs in.
    private static readonly string[] Traces = [".mcp.pid", ".mcp.last_active"];

    private static readonly string[] GeneratedInProject = ["feed", "bin", "obj", "NuGet.config", "Directory.Build.props", "restore.proj", ConfigSchema.FileName];

    public const string SkillPage = "SKILL.md";

    private readonly string _folder;

    private ExistingSkill(string folder) => _folder = folder;

    /// <summary>A skill whose project is being built. It may not have its catalog yet.</summary>
    public static ExistingSkill InBuild(string folder) => new(folder);

    /// <returns>Null if there is nothing.</returns>
    /// <exception cref="SkillException">Something else is there.</exception>
    public static ExistingSkill? At(string folder)
    {
        if (File.Exists(folder))
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The skill's folder would be '{folder}', which is a file. Remove it, or choose another folder with -o.");
        }

        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return Directory.Exists(folder) ? new ExistingSkill(folder) : null;
        }

        var isOurs = File.Exists(Path.Combine(folder, "mcp-catalog.json")) && Directory.Exists(Path.Combine(folder, "executor"));
        return isOurs || HoldsOnlyConfig(folder)
            ? new ExistingSkill(folder)
            : throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The folder '{folder}' is not empty, and mcpgen did not make it: it has no mcp-catalog.json. Nothing was changed. Remove it, choose another folder with -o, or set another \"name\" in the config.");
    }

    /// <summary>Refuses to go on if the skill is another server's.</summary>
    /// <param name="source">The server that is about to take the place.</param>
    /// <exception cref="SkillException">It is. Nothing was changed.</exception>
    public void RequireSameServer(ServerSource source)
    {
        var skill = new SkillFolder(_folder);
        if (source.Folder == _folder || !File.Exists(skill.ConfigFile))
        {
            return;
        }

        var there = ConfigReader.Read(File.ReadAllBytes(skill.ConfigFile), skill.ConfigFile).Config;
        if (there is not null && (IdentityOf(there) != IdentityOf(source.Config) || AreOtherNames(there.Name, source.Config.Name)))
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"'{_folder}' is the skill of another server: {ServerIdentity.InWords(there)}, not {ServerIdentity.InWords(source.Config)}. "
                + "Nothing was changed. Give this one another name with --name, choose another folder with -o, or replace the skill with --replace.");
        }
    }

    // An address may have a secret in it, which is in the .env of the skill that is there.
    private static string IdentityOf(SkillConfig config)
    {
        var withoutSecrets = SecretMove.Out(new ServerSource(null, config, "", null, []), null, static _ => null).Source.Config;
        return Variable().Replace(ServerIdentity.Of(withoutSecrets), "*");
    }

    // Names without a letter for a folder's name, so that the folder does not tell them apart.
    private static bool AreOtherNames(string? one, string? other) =>
        one is not null && other is not null && one != other && !one.Any(char.IsAsciiLetterOrDigit) && !other.Any(char.IsAsciiLetterOrDigit);

    /// <summary>The skill's own <c>.env</c>; null if it has none.</summary>
    public string? SecretsFile => File.Exists(Path.Combine(_folder, ".env")) ? Path.Combine(_folder, ".env") : null;

    /// <summary>The skill's own config; null if it has none, or it is wrong.</summary>
    public SkillConfig? Config
    {
        get
        {
            var file = Path.Combine(_folder, SkillFolder.ConfigFileName);
            return File.Exists(file) ? ConfigReader.Read(File.ReadAllBytes(file), file).Config : null;
        }
    }

    /// <summary>Copies people's own files into the new skill, over what was generated there.</summary>
    /// <param name="newFolder">The new skill.</param>
    /// <param name="skillName">Its name.</param>
    /// <param name="packageVersion">The package version that a kept project must reference from now on.</param>
    public void HandOver(string newFolder, string skillName, string packageVersion)
    {
        foreach (var entry in Entries(_folder).Where(static entry => !Generated.Contains(entry.Name) && !Traces.Contains(entry.Name)))
        {
            Copy(entry, Path.Combine(newFolder, entry.Name));
        }

        KeepPages(newFolder);
        var project = Path.Combine(_folder, "executor");
        if (!Directory.Exists(project))
        {
            return;
        }

        var projectFile = Path.GetFileName(SkillFiles.ProjectFile(skillName));
        foreach (var entry in Entries(project).Where(static entry => !GeneratedInProject.Contains(entry.Name)))
        {
            var target = Path.Combine(newFolder, "executor", entry.Name);
            if (entry.Name == projectFile)
            {
                KeepProject(entry.FullName, target, packageVersion);
            }
            else
            {
                Copy(entry, target);
            }
        }
    }

    /// <summary>Carries over what people wrote in SKILL.md and references.</summary>
    /// <param name="newFolder">The folder with the new pages.</param>
    /// <exception cref="SkillException">Markers do not match, or one of their pages has the name of a new tool's page.</exception>
    public void KeepPages(string newFolder)
    {
        KeepSections(newFolder, SkillPage);
        new KeptReferences(_folder).HandOver(newFolder);
    }

    /// <summary>Carries what people wrote in one generated page over into the new one.</summary>
    /// <param name="newFolder">The new skill.</param>
    /// <param name="page">The page, relative to the skill.</param>
    /// <exception cref="SkillException">Its markers do not match.</exception>
    public void KeepSections(string newFolder, string page) => KeptSections.CarryOverPage(_folder, newFolder, page);

    // A project that references the package in the generated way keeps everything that was added to it. Any other is written again.
    private static void KeepProject(string source, string target, string packageVersion)
    {
        var text = File.ReadAllText(source);
        if (PackageReference().IsMatch(text))
        {
            File.WriteAllText(target, PackageReference().Replace(text, match => match.Groups["before"].Value + packageVersion + "\""));
        }
    }

    private static bool HoldsOnlyConfig(string folder) =>
        Entries(folder).All(static entry => entry.Name is SkillFolder.ConfigFileName or ".env" or ".gitignore");

    private static IEnumerable<FileSystemInfo> Entries(string folder) => new DirectoryInfo(folder).EnumerateFileSystemInfos();

    private static void Copy(FileSystemInfo source, string target)
    {
        if (source is FileInfo file)
        {
            file.CopyTo(target, overwrite: true);
            return;
        }

        Directory.CreateDirectory(target);
        foreach (var entry in Entries(source.FullName))
        {
            Copy(entry, Path.Combine(target, entry.Name));
        }
    }

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Variable();

    [GeneratedRegex("""(?<before><PackageReference\s+Include="McpSkillGen"\s+Version=")[^"]*["]""")]
    private static partial Regex PackageReference();
}
