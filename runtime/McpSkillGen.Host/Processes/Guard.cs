using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// Stands between the host and the server's command, and outlives neither. When the host ends, even by SIGKILL, or when the
/// command ends, it kills the command's process group and every descendant that left it, itself last, and ends with the
/// command's exit code.
/// </summary>
/// <remarks>
/// Measured: <c>PR_SET_PDEATHSIG</c> on the command itself kills only the command; its children survive. So the guard is a
/// child subreaper, which adopts orphans, and gets a death signal that it can catch. On other systems than Linux it watches
/// its parent, and reaches the group but not a descendant that left it.
/// </remarks>
internal static class Guard
{
    /// <summary>The time between SIGTERM and SIGKILL.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // What a server leaves behind (a browser, a language server) gets less: nobody waits for its output.
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromMilliseconds(500);

    // How soon the parent's death is noticed on systems that send no signal for it.
    private static readonly TimeSpan ParentWatchInterval = TimeSpan.FromMilliseconds(250);

    // A process can fork after we read /proc and before we send the signal. Reading again catches the fork.
    private static readonly TimeSpan KillAgainInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// The signals that must be blocked when a guard is started. It starts the server before .NET handles signals, and one
    /// that came in between would end the guard alone.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    public static readonly IReadOnlyList<int> HeldSignals = [ProcessCalls.SignalTerminate, ProcessCalls.SignalInterrupt, ProcessCalls.SignalHangUp];

    /// <summary>The first word of a guard's command line.</summary>
    public const string RoleName = "guard";

    private const int CannotExecute = 126;
    private const string ParentOption = "--of";
    private const string FolderOption = "--in";

    /// <summary>The command line. The server's command is not in it: everybody can read it, and an argument may be a secret.</summary>
    /// <param name="hostId">The process that the guard ends with.</param>
    /// <param name="folder">Where the command runs.</param>
    public static IReadOnlyList<string> Arguments(int hostId, string folder) => [RoleName, ParentOption, $"{hostId}", FolderOption, folder];

    /// <returns>Null if these are not a guard's arguments.</returns>
    public static (int HostId, string Folder)? Parse(IReadOnlyList<string> arguments) =>
        arguments is [ParentOption, var host, FolderOption, var folder] && int.TryParse(host, out var hostId) ? (hostId, folder) : null;

    [UnsupportedOSPlatform("windows")]
    public static int Run(int hostId, string folder, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        _ = Libc.SetSession();

        // Before the check of the parent: if the host dies in between, one or the other notices.
        ProcessCalls.BecomeGuardian();
        if (Libc.GetParentProcessId() != hostId)
        {
            return CannotExecute;
        }

        InheritedDescriptors.KeepFromChildren();
        var serverId = Libc.ChangeFolder(folder) == 0
            ? Spawning.Start(command[0], [.. command.Skip(1)], environment, ownGroup: true)
            : -Marshal.GetLastPInvokeError();
        if (serverId < 0)
        {
            StandardStreams.WriteErrorLine($"'{command[0]}' could not be started in '{folder}': {Marshal.GetPInvokeErrorMessage(-serverId)}.");
            return CannotExecute;
        }

        // One write, shorter than a pipe's atomic length, so that the server's own output cannot mix with it.
        StandardStreams.WriteError(GuardReport.Of(serverId));

        var ending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = OnSignal(PosixSignal.SIGTERM);
        using var interrupt = OnSignal(PosixSignal.SIGINT);
        using var hangUp = OnSignal(PosixSignal.SIGHUP);
        Spawning.Release(HeldSignals);
        var family = new Family(serverId);

        // From here on a closed pipe means that the server has ended: no copy is open here.
        CallersStreams.LetGo(errorFile: null);
        var told = EndWhenToldAsync(family, ending.Task);
        var orphaned = OperatingSystem.IsLinux() ? Task.CompletedTask : EndWithParentAsync(hostId, ending);
        var exitCode = WaitForAll(family, out var killing);

        // Nothing is left to watch or to end. What still waits ends with this process, but a fault must not stay hidden.
        Task[] beside = [told, orphaned, killing];
        return Array.Find(beside, static work => work.IsFaulted) is { Exception: { } fault } ? throw fault : exitCode;

        PosixSignalRegistration OnSignal(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            ending.TrySetResult();
        });
    }

    /// <summary>Reaps until no child is left, orphans of the server included: this process is their subreaper.</summary>
    [UnsupportedOSPlatform("windows")]
    private static int WaitForAll(Family family, out Task killing)
    {
        var exitCode = 0;
        killing = Task.CompletedTask;
        while (ProcessCalls.WaitForAny(out var reaped, out var code))
        {
            if (reaped == family.ServerId)
            {
                exitCode = code;
                killing = family.EndAsync(LeftoverGrace);
            }
        }

        // On systems that do not send orphans here, the group is all that can be reached.
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
                // Until the main thread has reaped the last one, and the process ends.
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
