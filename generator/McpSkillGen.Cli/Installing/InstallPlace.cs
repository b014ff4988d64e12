using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Installing;

/// <summary>A place to install a skill at.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Agents">Keys of the agents it is for.</param>
/// <param name="LinkTo">What to link to, relative or absolute; null for a copy.</param>
internal sealed record InstallPlace(string Path, IReadOnlyList<string> Agents, string? LinkTo)
{
    /// <summary>Whether anything is there, even a link to nowhere.</summary>
    public bool IsTaken => System.IO.Path.Exists(Path) || IsLink;

    public bool IsLink => new DirectoryInfo(Path).LinkTarget is not null || new FileInfo(Path).LinkTarget is not null;

    /// <summary>Whether it is a link to nowhere.</summary>
    public bool IsDanglingLink => IsLink && !System.IO.Path.Exists(Path);

    /// <summary>The skill that is there, links resolved; null if there is none.</summary>
    public SkillOnDisk? Skill => SkillOnDisk.At(Path);

    /// <summary>
    /// Where a skill goes: one copy for each folder. If no agent is named, one copy that nearly all agents read, with a link for
    /// the one that reads another folder.
    /// </summary>
    /// <param name="name">The skill's name.</param>
    /// <param name="keys">The named agents; may be empty.</param>
    /// <param name="scope">Project or user.</param>
    /// <param name="agents">All known agents.</param>
    /// <param name="projectRoot">Absolute.</param>
    public static IReadOnlyList<InstallPlace> For(string name, IReadOnlyList<string> keys, SkillScope scope, Agents agents, string projectRoot)
    {
        if (keys.Count > 0)
        {
            return
            [
                .. keys.Distinct().GroupBy(key => System.IO.Path.Combine(agents[key].InstallFolder(scope, projectRoot), name))
                    .Select(static group => new InstallPlace(group.Key, [.. group], LinkTo: null)),
            ];
        }

        var shared = System.IO.Path.Combine(agents[Skills.Agents.SharedKey].InstallFolder(scope, projectRoot), name);
        var claude = agents[Skills.Agents.ClaudeKey].InstallFolder(scope, projectRoot);

        // A link is resolved from its folder's real place, and ".claude" may itself be a link.
        var from = Directory.Exists(claude) ? RealPath.Of(claude) : claude;
        return
        [
            new InstallPlace(shared, [Skills.Agents.SharedKey], LinkTo: null),
            LinkUnlessCopied(new InstallPlace(System.IO.Path.Combine(claude, name), [Skills.Agents.ClaudeKey], System.IO.Path.GetRelativePath(from, shared))),
        ];
    }

    /// <summary>Other places of a scope that link to one of these. They are removed with what they lead to.</summary>
    public static IEnumerable<InstallPlace> LinksTo(IReadOnlyList<InstallPlace> places, string name, SkillScope scope, Agents agents, string projectRoot)
    {
        var folders = places.Where(static place => !place.IsLink).Select(static place => place.Skill?.Folder).OfType<string>().ToArray();
        return agents.All.SelectMany(agent => agent.Folders(scope, projectRoot)).Distinct()
            .Select(folder => new InstallPlace(System.IO.Path.Combine(folder, name), [], LinkTo: null))
            .Where(place => place.IsLink && folders.Contains(place.Skill?.Folder) && places.All(known => known.Path != place.Path));
    }

    // An installed copy stays a copy.
    private static InstallPlace LinkUnlessCopied(InstallPlace place) =>
        place.IsTaken && !place.IsLink ? place with { LinkTo = null } : place;
}
