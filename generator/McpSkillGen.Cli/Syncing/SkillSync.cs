using System.Text;
using System.Text.Json;
using McpSkillGen.Cli.Building;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Cli.Consent;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Drift;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Syncing;

/// <summary>Compares a skill with its server as it is now, and updates the skill if they differ.</summary>
/// <param name="output">Where the differences are printed.</param>
/// <param name="display">Where the stages are shown.</param>
/// <param name="permission">Asks before the server of a skill from elsewhere is started.</param>
internal sealed class SkillSync(TextWriter output, StageDisplay display, Permission permission)
{
    /// <summary>The exit code of <c>--check</c> for a difference; the same as that of <c>diff</c>.</summary>
    private const int Differs = 1;

    /// <param name="folder">The skill's folder; absolute.</param>
    /// <param name="checkOnly">Whether to only report a difference, also by the exit code.</param>
    /// <param name="withDescriptions">Whether titles and descriptions count as differences.</param>
    /// <param name="asJson">Whether differences are printed as JSON.</param>
    /// <param name="cancellationToken">Stops the server too. The skill stays as it was.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="SkillException">The folder is not a skill, or the server cannot be asked.</exception>
    public async Task<int> RunAsync(string folder, bool checkOnly, bool withDescriptions, bool asJson, CancellationToken cancellationToken)
    {
        var skill = RequireSkill(folder);
        permission.RequireFor(skill);
        var before = await File.ReadAllTextAsync(skill.CatalogFile, cancellationToken).ConfigureAwait(false);
        display.Heading(Path.GetFileName(folder));
        var loginCommand = $"{ShellWord.Of(skill.LauncherFile(Path.GetFileName(folder)))} login";
        var notes = new List<string>();
        var now = await display.RunAsync(
            "Asking the server what it offers",
            progress => ServerIntrospection.RunAsync(skill.ConfigFile, loginCommand, progress, notes.Add, cancellationToken),
            static _ => "Asked the server what it offers").ConfigureAwait(false);
        notes.ForEach(display.Warn);
        var changes = Compare(skill, before, now, withDescriptions);
        if (asJson)
        {
            DifferenceText.WriteJson(changes, output);
        }
        else
        {
            output.Write(DifferenceText.AsText(changes));
        }

        var isOfThisMcpgen = IsOfThisMcpgen(skill);
        if (checkOnly || (before == now && isOfThisMcpgen))
        {
            return checkOnly && changes.Count > 0 ? Differs : 0;
        }

        if (changes.Count == 0)
        {
            display.Note(isOfThisMcpgen ? "Only texts or defaults differ. Updating the skill." : $"The skill was made by another mcpgen. Making it again with {Carried.Version}.");
        }

        var source = ConfigFile.Read(skill.ConfigFile, serverName: null).Single();
        var scaffolder = new Scaffolder(output, display, Path.GetDirectoryName(folder)!, new ScaffoldOptions(Build: true, KeepSecrets: true));
        var made = await scaffolder.MakeAsync(source, cancellationToken, now).ConfigureAwait(false);
        return made.Folder == folder
            ? 0
            : throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The skill is called '{made.Name}', but its folder '{Path.GetFileName(folder)}'. It was made again in {made.Folder}. A skill's folder must have the skill's name; remove the other one.");
    }

    private static bool IsOfThisMcpgen(SkillFolder skill)
    {
        var settings = Path.Combine(skill.Root, "executor", "Directory.Build.props");
        return File.Exists(settings) && File.ReadAllText(settings).Contains(Carried.Package().Hash, StringComparison.Ordinal);
    }

    private static SkillFolder RequireSkill(string folder)
    {
        var skill = new SkillFolder(folder);
        return File.Exists(skill.ConfigFile) && File.Exists(skill.CatalogFile)
            ? skill
            : throw new SkillException(
                ExitCode.WrongArguments,
                $"'{folder}' is not a skill that mcpgen made; expected a folder with {SkillFolder.ConfigFileName} and mcp-catalog.json. Make one with: mcpgen scaffold CONFIG");
    }

    private static IReadOnlyList<ToolChange> Compare(SkillFolder skill, string before, string now, bool withDescriptions)
    {
        return CatalogComparison.Compare(Parse(before), Parse(now), withDescriptions);

        JsonElement Parse(string catalog) => ForeignJson.TryParse(Encoding.UTF8.GetBytes(catalog), out var document, out var problem)
            ? document.RootElement
            : throw new SkillException(
                ExitCode.WrongEnvironment,
                $"{skill.CatalogFile} {problem}. Make the skill again: mcpgen scaffold {skill.ConfigFile} -o {Path.GetDirectoryName(skill.Root)}");
    }
}
