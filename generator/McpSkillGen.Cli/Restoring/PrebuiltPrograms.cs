using McpSkillGen.Cli.Building;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Storing;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Restoring;

/// <summary>Programs in a skill's own folder <c>prebuilt/</c>, laid out as in the store. Launchers look there first.</summary>
/// <param name="display">Where the stages are shown.</param>
/// <param name="skill">The skill.</param>
internal sealed class PrebuiltPrograms(StageDisplay display, TextSkill skill)
{
    /// <summary>For every machine that has the .NET runtime.</summary>
    public const string AnyRid = "any";

    /// <param name="rid">This machine's platform, or <see cref="AnyRid"/>.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    /// <returns>The folder with the executor.</returns>
    /// <exception cref="SkillException">It cannot be built here.</exception>
    public async Task<string> AddAsync(string rid, CancellationToken cancellationToken)
    {
        if (rid != AnyRid && rid != Platform.Rid)
        {
            throw new SkillException(
                ExitCode.WrongArguments, $"Programs for '{rid}' are compiled on a machine of that kind; this one is {Platform.Rid}. Run 'mcpgen pack' there too, or pack '{AnyRid}', which runs wherever the .NET 10 runtime is.");
        }

        UserStore.Fill();
        var store = UserStore.OfThisUser();
        if (rid != AnyRid)
        {
            await new SkillRestore(display).RunAsync(skill, cancellationToken).ConfigureAwait(false);
            return Copy(store, rid);
        }

        // A store of its own: what is in the user's may be better than what runs anywhere.
        var folder = Directory.CreateTempSubdirectory("mcpgen-pack-");
        try
        {
            var apart = new SkillStore(folder.FullName);
            await display.RunAsync(
                "Building programs for any machine",
                _ => ExecutorBuild.RunAsync(
                    skill.Folder, skill.Name, cancellationToken, "portable", new() { [UserDirectory.Store.OverrideVariable] = apart.Root, ["MCP_SKILL_FEED"] = store.Feed }),
                static _ => "Built programs for any machine").ConfigureAwait(false);
            return Copy(apart, AnyRid);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string Copy(SkillStore from, string rid)
    {
        var prebuilt = new SkillStore(Path.Combine(skill.Folder, "prebuilt"));
        var package = Carried.Package();
        Copy(UserStore.HostOf(from, package).Path, Path.Combine(prebuilt.Hosts, $"{package.Version}-{rid}-{package.Id}"));
        return Copy(UserStore.ExecutorOf(from, skill.Key).Path, Path.Combine(prebuilt.Executors, $"{skill.Key}-{rid}"));
    }

    private static string Copy(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Where(static file => Path.GetFileName(file)[0] != '.'))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        return to;
    }
}
