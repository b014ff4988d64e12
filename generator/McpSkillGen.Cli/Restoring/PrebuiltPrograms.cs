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

    /// <param name="rid">A platform that this machine can compile for, or <see cref="AnyRid"/>.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    /// <returns>The folder with the executor.</returns>
    /// <exception cref="SkillException">It cannot be built here.</exception>
    public async Task<string> AddAsync(string rid, CancellationToken cancellationToken)
    {
        var isForeign = rid != AnyRid && rid != Platform.Rid;
        if (isForeign && !Toolchain.LinksFor(rid))
        {
            throw new SkillException(
                ExitCode.WrongArguments,
                $"Programs for '{rid}' cannot be compiled on this machine, which is {Platform.Rid}. Run 'mcpgen pack' on a machine of that kind too, "
                + $"or pack '{AnyRid}', which runs wherever the .NET 10 runtime is. A Linux machine compiles for linux-arm64 with 'aarch64-linux-gnu-gcc', "
                + "and for linux-x64 with 'x86_64-linux-gnu-gcc'.");
        }

        UserStore.Fill();
        var store = UserStore.OfThisUser();
        if (rid == Platform.Rid)
        {
            await new SkillRestore(display).RunAsync(skill, cancellationToken).ConfigureAwait(false);
            return Copy(store, rid, rid);
        }

        if (isForeign)
        {
            await BuildAsync(rid, "best", new() { ["MCP_SKILL_RID"] = rid }, cancellationToken).ConfigureAwait(false);
            return Copy(store, rid, rid);
        }

        // A store of its own: what is in the user's may be better than what runs anywhere.
        var folder = Directory.CreateTempSubdirectory("mcpgen-pack-");
        try
        {
            var apart = new SkillStore(folder.FullName);
            await BuildAsync(
                "any machine", "portable", new() { [UserDirectory.Store.OverrideVariable] = apart.Root, ["MCP_SKILL_FEED"] = store.Feed }, cancellationToken).ConfigureAwait(false);
            return Copy(apart, Platform.Rid, AnyRid);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task<IReadOnlyList<string>> BuildAsync(string machines, string kind, Dictionary<string, string> variables, CancellationToken cancellationToken) =>
        display.RunAsync(
            $"Building programs for {machines}",
            _ => ExecutorBuild.RunAsync(skill.Folder, skill.Name, cancellationToken, kind, variables),
            _ => $"Built programs for {machines}");

    private string Copy(SkillStore from, string builtFor, string rid)
    {
        var prebuilt = new SkillStore(Path.Combine(skill.Folder, "prebuilt"));
        var package = Carried.Package();
        Copy(UserStore.HostOf(from, package, builtFor).Path, Path.Combine(prebuilt.Hosts, $"{package.Version}-{rid}-{package.Id}"));
        return Copy(UserStore.ExecutorOf(from, skill.Key, builtFor).Path, Path.Combine(prebuilt.Executors, $"{skill.Key}-{rid}"));
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
