using System.ComponentModel;
using System.Globalization;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Checking;

/// <summary>Checks that this machine can make and run skills. Changes nothing.</summary>
internal sealed class Doctor(CheckList checks)
{
    private const int SdkMajor = 10;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CheckSelf();
        await CheckSdkAsync(cancellationToken).ConfigureAwait(false);
        CheckLinker();
        RuntimeDirectoryChecks.Add(checks);
        await CheckHostsAsync(cancellationToken).ConfigureAwait(false);
        CheckLaunchers();
        CheckSkillsFolders();
        CheckLeftovers();
    }

    private void CheckSelf()
    {
        try
        {
            _ = Carried.HostCommand();
            checks.Add(new Check("mcpgen", CheckState.Good, $"{Carried.Version}, with its host and package {Carried.Package().Version}"));
        }
        catch (SkillException e)
        {
            checks.Add(new Check("mcpgen", CheckState.Broken, e.Message, "Install it again."));
        }
    }

    private async Task CheckSdkAsync(CancellationToken cancellationToken)
    {
        const string Remedy = "Install the .NET 10 SDK: https://dot.net";
        try
        {
            // From a folder without a global.json: a project's choice says nothing about the machine.
            var ended = await ChildProcess.RunAsync([Toolchain.DotNet, "--version"], Path.GetTempPath(), null, cancellationToken).ConfigureAwait(false);
            var version = ended.Output.Trim();
            var isEnough = ended.ExitCode == 0
                && int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                && major >= SdkMajor;
            checks.Add(isEnough
                ? new Check("SDK", CheckState.Good, $".NET SDK {version}")
                : new Check("SDK", CheckState.Broken, $"no .NET SDK {SdkMajor}, which is needed to build executors; found {(version.Length > 0 ? version : "none")}", Remedy));
            if (isEnough)
            {
                await CheckFeedAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Win32Exception)
        {
            checks.Add(new Check("SDK", CheckState.Broken, "there is no 'dotnet', which is needed to build executors", Remedy));
        }
    }

    private async Task CheckFeedAsync(CancellationToken cancellationToken)
    {
        var ended = await ChildProcess.RunAsync([Toolchain.DotNet, "nuget", "list", "source", "--format", "short"], Path.GetTempPath(), null, cancellationToken).ConfigureAwait(false);
        var enabled = ended.Output.Split('\n').Count(static line => line.StartsWith('E'));
        checks.Add(enabled > 0
            ? new Check("packages", CheckState.Good, $"{HumanText.Count(enabled, "package source")} beside the one that a skill carries")
            : new Check("packages", CheckState.Doubtful, "no package source is enabled, so builds find the compiler only in the cache", "Add one: dotnet nuget add source URL"));
    }

    private void CheckLinker() => checks.Add(Toolchain.HasLinker()
        ? new Check("linker", CheckState.Good, OperatingSystem.IsWindows() ? "the build looks for Visual Studio's" : $"{(Toolchain.IsOnPath("clang") ? "clang" : "gcc")} links executors natively")
        : new Check("linker", CheckState.Doubtful, "no C linker, so executors need the .NET runtime and start more slowly (ReadyToRun)", "Install gcc or clang, and zlib's headers: apt install gcc zlib1g-dev"));

    private async Task CheckHostsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var instances = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var running = instances.Count(static instance => instance.IsRunning);
            foreach (var hung in instances.Where(static instance => instance.IsHung))
            {
                checks.Add(new Check("hosts", CheckState.Doubtful, $"the host of '{hung.Title}' (process {hung.HostId}) does not answer", $"mcpgen stop {hung.Id} --force"));
            }

            checks.Add(new Check("hosts", CheckState.Good, $"{HumanText.Count(running, "host")} running; {HumanText.Count(instances.Count - running, "skill")} ran before"));
        }
        catch (SkillException e)
        {
            checks.Add(new Check("hosts", CheckState.Doubtful, $"cannot be listed: {e.Message}"));
        }
    }

    private void CheckLaunchers()
    {
        foreach (var (program, use) in new[] { ("node", "servers from npm"), ("npx", "servers from npm"), ("uvx", "servers from PyPI"), ("docker", "servers in containers") })
        {
            var isThere = Toolchain.IsOnPath(program)
                || (OperatingSystem.IsWindows() && (Toolchain.IsOnPath(program + ".exe") || Toolchain.IsOnPath(program + ".cmd")));
            checks.Add(new Check(program, CheckState.Known, isThere ? $"on PATH, for {use}" : $"not on PATH; only {use} need it"));
        }
    }

    private void CheckSkillsFolders()
    {
        var search = SkillSearch.Here();
        var agents = Agents.OfThisUser();
        var folders = new[] { SkillScope.Project, SkillScope.User }
            .SelectMany(scope => agents.All.SelectMany(agent => agent.Folders(scope, search.ProjectRoot))).Distinct().Where(Directory.Exists).ToArray();
        foreach (var folder in folders)
        {
            var seenBy = agents.All.Where(agent => agent.Key != Agents.SharedKey
                && (agent.UserFolders.Contains(folder) || agent.Folders(SkillScope.Project, search.ProjectRoot).Contains(folder)));
            checks.Add(new Check("skills", CheckState.Known, $"{ShortPath.Of(folder)}, read by {string.Join(", ", seenBy.Select(static agent => agent.Name))}"));
        }

        if (folders.Length == 0)
        {
            checks.Add(new Check("skills", CheckState.Known, "agents read skills from no folder here; mcpgen install makes one"));
        }
    }

    private void CheckLeftovers()
    {
        var search = SkillSearch.Here();
        var agents = Agents.OfThisUser();
        string[] folders =
        [
            .. agents.All.SelectMany(agent => agent.Folders(SkillScope.Project, search.ProjectRoot).Concat(agent.UserFolders)),
            Environment.CurrentDirectory, Path.Combine(Environment.CurrentDirectory, "skills"),
        ];
        foreach (var left in folders.Distinct().Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFileSystemEntries(folder, ".mcpgen-*")))
        {
            checks.Add(new Check("leftovers", CheckState.Doubtful, $"{ShortPath.Of(left)} is left of a skill whose making was interrupted", $"rm -r {ShellWord.Of(left)}"));
        }
    }
}
