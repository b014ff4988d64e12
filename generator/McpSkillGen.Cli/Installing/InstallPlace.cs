using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Installing;

/// <summary>A place that a skill is installed at.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Agents">Keys of the agents that it was chosen for.</param>
/// <param name="LinkTo">What it shall be a link to, relative or absolute; null for a copy.</param>
internal sealed record InstallPlace(string Path, IReadOnlyList<string> Agents, string? LinkTo)
{
    /// <summary>Whether anything is there, a link to nowhere included.</summary>
    public bool IsTaken => System.IO.Path.Exists(Path) || IsLink;

    public bool IsLink => new DirectoryInfo(Path).LinkTarget is not null || new FileInfo(Path).LinkTarget is not null;

    /// <summary>Whether it is a link to nowhere.</summary>
    public bool IsDanglingLink => IsLink && !System.IO.Path.Exists(Path);

    /// <summary>What is there, links resolved; null where that is no skill.</summary>
    public SkillOnDisk? Skill => SkillOnDisk.At(Path);

    /// <summary>
    /// Where a skill goes. One copy for each folder; and where nobody said for whom, one that nearly all agents read, with
    /// a link for the one that reads another.
    /// </summary>
    /// <param name="name">The skill's.</param>
    /// <param name="keys">The agents; empty where nobody said.</param>
    /// <param name="scope">Project or user.</param>
    /// <param name="agents">All of them.</param>
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

        // The link is resolved from where its folder really is: ".claude" may itself be one.
        var from = Directory.Exists(claude) ? RealPath.Of(claude) : claude;
        return
        [
            new InstallPlace(shared, [Skills.Agents.SharedKey], LinkTo: null),
            LinkUnlessCopied(new InstallPlace(System.IO.Path.Combine(claude, name), [Skills.Agents.ClaudeKey], System.IO.Path.GetRelativePath(from, shared))),
        ];
    }

    /// <summary>Further places of a scope from which links lead to one of these: they go with what they lead to.</summary>
    public static IEnumerable<InstallPlace> LinksTo(IReadOnlyList<InstallPlace> places, string name, SkillScope scope, Agents agents, string projectRoot)
    {
        var folders = places.Where(static place => !place.IsLink).Select(static place => place.Skill?.Folder).OfType<string>().ToArray();
        return agents.All.SelectMany(agent => agent.Folders(scope, projectRoot)).Distinct()
            .Select(folder => new InstallPlace(System.IO.Path.Combine(folder, name), [], LinkTo: null))
            .Where(place => place.IsLink && folders.Contains(place.Skill?.Folder) && places.All(known => known.Path != place.Path));
    }

    // What somebody installed as a copy stays one.
    private static InstallPlace LinkUnlessCopied(InstallPlace place) =>
        place.IsTaken && !place.IsLink ? place with { LinkTo = null } : place;
}
