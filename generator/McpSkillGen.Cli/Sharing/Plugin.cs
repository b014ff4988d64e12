using System.Text.RegularExpressions;
using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Installing;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Rendering;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Cli.Storing;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Sharing;

/// <summary>A folder that installers take skills from: <c>skills/NAME/</c>, the manifests, and one feed for all skills.</summary>
/// <param name="folder">The plugin; absolute.</param>
/// <param name="package">What its skills are built with.</param>
internal sealed partial class Plugin(string folder, CarriedPackage package)
{
    private const int MaxName = 64;

    /// <summary>Copies the skills into the plugin, without secrets, and writes its manifests.</summary>
    /// <returns>The names of all skills in it.</returns>
    /// <exception cref="SkillException">It would have no skill, or no valid name.</exception>
    public IReadOnlyList<string> Write(IReadOnlyList<SkillOnDisk> skills, string? name, string? owner, string? version)
    {
        var place = Path.Combine(folder, "skills");
        foreach (var skill in skills.Where(skill => skill.Folder != Path.Combine(place, skill.Name)))
        {
            using var staged = StagedFolder.CreateIn(place);
            SkillCopy.Write(skill.Folder, staged.Path, withSecrets: false);
            staged.MoveTo(Path.Combine(place, skill.Name));
        }

        var all = !Directory.Exists(place) ? [] : Directory.EnumerateDirectories(place)
            .Where(static skill => File.Exists(Path.Combine(skill, "SKILL.md")))
            .Select(static skill => Path.GetFileName(skill))
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (all.Length == 0)
        {
            throw new SkillException(ExitCode.WrongArguments, $"'{folder}' would be a plugin without skills. Name some: mcpgen plugin {folder} skills/NAME");
        }

        name ??= Path.GetFileName(folder).ToLowerInvariant();
        if (name.Length > MaxName || !ValidName().IsMatch(name))
        {
            throw new SkillException(ExitCode.WrongArguments, $"'{name}' cannot be a plugin's name; expected up to {MaxName} lower-case letters, digits and single hyphens. Choose one with --name.");
        }

        SkillFiles.Write(folder, PluginFiles.Render(name, $"Skills made from MCP servers: {string.Join(", ", all)}.", owner ?? name, version));
        UserStore.WriteFeed(folder, package);
        return all;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ValidName();
}
