using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Skills;

/// <summary>A skill that was found, and where.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Places">Where it was found; several if links lead to it.</param>
/// <param name="Agents">Keys of the agents that see it from here.</param>
internal sealed record FoundSkill(SkillOnDisk Skill, IReadOnlyList<string> Places, IReadOnlyList<string> Agents);

/// <summary>Looks for skills where agents and people keep them. Starts nothing.</summary>
/// <param name="agents">Whose folders to look in.</param>
/// <param name="currentFolder">Absolute.</param>
internal sealed class SkillSearch(Agents agents, string currentFolder)
{
    /// <summary>The root of the current folder's project, or else the current folder.</summary>
    public string ProjectRoot { get; } = WorkspaceRoot.Of(currentFolder);

    public static SkillSearch Here() => new(Agents.OfThisUser(), Environment.CurrentDirectory);

    /// <param name="more">Other folders that may be skills: those of running hosts.</param>
    /// <returns>By name, then by folder.</returns>
    public IReadOnlyList<FoundSkill> FindAll(IEnumerable<string> more)
    {
        var places = Places(more).Where(static place => SkillOnDisk.At(place.Folder) is not null);
        return
        [
            .. places.GroupBy(static place => RealPath.Of(place.Folder))
                .Select(static group => new FoundSkill(
                    SkillOnDisk.At(group.Key)!,
                    [.. group.Select(static place => place.Folder).Distinct()],
                    [.. group.Select(static place => place.Agent).OfType<string>().Distinct()]))
                .OrderBy(static found => found.Skill.Name, StringComparer.Ordinal)
                .ThenBy(static found => found.Skill.Folder, StringComparer.Ordinal),
        ];
    }

    private IEnumerable<(string Folder, string? Agent)> Places(IEnumerable<string> more)
    {
        foreach (var agent in agents.All)
        {
            foreach (var scope in new[] { SkillScope.Project, SkillScope.User })
            {
                foreach (var skill in agent.Folders(scope, ProjectRoot).SelectMany(Below))
                {
                    yield return (skill, agent.Key);
                }
            }
        }

        IEnumerable<string> others =
        [
            currentFolder,
            .. Below(currentFolder),
            .. Below(Path.Combine(currentFolder, "skills")),
            .. Below(Path.Combine(ProjectRoot, "skills")),
            .. more,
        ];
        foreach (var folder in others.Where(Directory.Exists))
        {
            yield return (folder, null);
        }
    }

    // An unreadable folder counts as empty, and a link to nowhere is not a skill.
    private static IEnumerable<string> Below(string folder) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None })
                .Where(Directory.Exists)
            : [];
}
