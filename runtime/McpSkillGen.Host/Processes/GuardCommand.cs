using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// The role <c>guard</c>: stands between the host and the server's command, and outlives neither. When the host ends, even
/// by SIGKILL, or when the command ends, it kills the command's process group and every descendant that fled it, itself
/// last, and ends with the command's exit code.
/// </summary>
/// <remarks>
/// Measured: <c>PR_SET_PDEATHSIG</c> on the command itself kills only the command; its children survive. So the guard is a
/// child subreaper, to which orphans come home, and gets a death signal that it can catch. Elsewhere than on Linux it
/// watches its parent, and reaches the group but not a descendant that left it.
/// </remarks>
internal static class GuardCommand
{
    /// <summary>What a group has between SIGTERM and SIGKILL.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // What a server leaves behind (a browser, a language server) gets less: nobody waits for its last words.
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromMilliseconds(500);

    // How soon a parent's death is noticed where no signal tells of it.
    private static readonly TimeSpan ParentWatchInterval = TimeSpan.FromMilliseconds(250);

    // A process can fork between our look at /proc and our signal; looking again catches the fork.
    private static readonly TimeSpan KillAgainInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// What a guard has to be started with: it starts the server before it makes .NET listen to signals, and one that came in
    /// between, to any of its threads, would end it alone.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    public static readonly IReadOnlyList<int> HeldSignals = [ProcessCalls.SignalTerminate, ProcessCalls.SignalInterrupt, ProcessCalls.SignalHangUp];

    private const int CannotExecute = 126;
    private const string ParentOption = "--of";
    private const string FolderOption = "--in";

    /// <summary>The command line up to the server's command.</summary>
    /// <param name="hostId">Whose end is its own.</param>
    /// <param name="folder">Where the command runs.</param>
    public static IReadOnlyList<string> Arguments(int hostId, string folder) => ["guard", ParentOption, $"{hostId}", FolderOption, folder, "--"];

    /// <returns>Null when these are not a guard's arguments.</returns>
    public static (int HostId, string Folder, IReadOnlyList<string> Command)? Parse(IReadOnlyList<string> arguments) =>
        arguments is [ParentOption, var host, FolderOption, var folder, "--", _, ..] && int.TryParse(host, out var hostId)
            ? (hostId, folder, [.. arguments.Skip(5)])
            : null;

    [UnsupportedOSPlatform("windows")]
    public static int Run(int hostId, string folder, IReadOnlyList<string> command)
    {
        _ = Libc.SetSession();

        // Asked for before the look at the parent: a host that died in between is seen by one or the other.
        ProcessCalls.BecomeGuardian();
        if (Libc.GetParentProcessId() != hostId)
        {
            return CannotExecute;
        }

        InheritedDescriptors.KeepFromChildren();
        var serverId = Libc.ChangeFolder(folder) == 0
            ? Spawning.Start(command[0], [.. command.Skip(1)], ownGroup: true)
            : -Marshal.GetLastPInvokeError();
        if (serverId < 0)
        {
            StandardStreams.WriteErrorLine($"'{command[0]}' could not be started in '{folder}': {Marshal.GetPInvokeErrorMessage(-serverId)}.");
            return CannotExecute;
        }

        // One write, shorter than a pipe's atomic length, so that the server's own words cannot run into it.
        StandardStreams.WriteError(GuardReport.Of(serverId));

        var ending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = OnSignal(PosixSignal.SIGTERM);
        using var interrupt = OnSignal(PosixSignal.SIGINT);
        using var hangUp = OnSignal(PosixSignal.SIGHUP);
        Spawning.Release(HeldSignals);
        var family = new Family(serverId);

        // From here on the pipes' ends mean what they say: the server's end, not ours.
        CallersStreams.LetGo(errorFile: null);
        _ = EndWhenToldAsync(family, ending.Task);
        if (!OperatingSystem.IsLinux())
        {
            _ = EndWithParentAsync(hostId, ending);
        }

        return WaitForAll(family);

        PosixSignalRegistration OnSignal(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            ending.TrySetResult();
        });
    }

    /// <summary>Reaps until nobody is left. Orphans of the server are ours to reap: that is what a subreaper is.</summary>
    [UnsupportedOSPlatform("windows")]
    private static int WaitForAll(Family family)
    {
        var exitCode = 0;
        while (ProcessCalls.WaitForAny(out var reaped, out var code))
        {
            if (reaped == family.ServerId)
            {
                exitCode = code;
                _ = family.EndAsync(LeftoverGrace);
            }
        }

        // Where orphans do not come home, the group is all there is to look at.
        if (!OperatingSystem.IsLinux())
        {
            family.Signal(ProcessCalls.SignalKill);
        }

        return exitCode;
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task EndWhenToldAsync(Family family, Task told)
    {
        await told.ConfigureAwait(false);
        await family.EndAsync(Grace).ConfigureAwait(false);
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task EndWithParentAsync(int hostId, TaskCompletionSource ending)
    {
        while (Libc.GetParentProcessId() == hostId)
        {
            await Task.Delay(ParentWatchInterval).ConfigureAwait(false);
        }

        ending.TrySetResult();
    }

    /// <summary>The server, its group, and on Linux every descendant wherever it went.</summary>
    [UnsupportedOSPlatform("windows")]
    private sealed class Family(int serverId)
    {
        public int ServerId => serverId;

        public async Task EndAsync(TimeSpan grace)
        {
            Signal(ProcessCalls.SignalTerminate);
            await Task.Delay(grace).ConfigureAwait(false);
            while (true)
            {
                // Ends with the process, as soon as the main thread has reaped the last one.
                Signal(ProcessCalls.SignalKill);
                await Task.Delay(KillAgainInterval).ConfigureAwait(false);
            }
        }

        public void Signal(int signal)
        {
            _ = Libc.Kill(-serverId, signal);
            foreach (var descendant in ProcessTree.DescendantsOf(Environment.ProcessId))
            {
                _ = Libc.Kill(descendant, signal);
            }
        }
    }
}
