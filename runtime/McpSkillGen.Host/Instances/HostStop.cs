using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Instances;

/// <summary>What became of a host that was told to leave.</summary>
internal abstract record StopOutcome
{
    private StopOutcome()
    {
    }

    /// <summary>There was no host.</summary>
    public sealed record NotRunning : StopOutcome;

    public sealed record Stopped : StopOutcome;

    /// <summary>It takes no new calls, and ends after those that it has.</summary>
    public sealed record Stopping(int CallsInFlight) : StopOutcome;

    public sealed record Killed : StopOutcome;

    /// <summary>It does not answer.</summary>
    /// <param name="HostId">Its process; null if it is not known.</param>
    public sealed record Silent(int? HostId) : StopOutcome;
}

/// <summary>Tells one host to leave, and waits until it has, or until only calls in flight keep it.</summary>
internal static class HostStop
{
    private const int SignalKill = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // The server's own way out: end of input, SIGTERM, SIGKILL, each with its grace.
    private static readonly TimeSpan LeaveBudget = TimeSpan.FromSeconds(15);

    /// <param name="paths">Whose host.</param>
    /// <param name="force">Kill a host that does not answer.</param>
    public static Task<StopOutcome> RunAsync(InstancePaths paths, bool force) => Task.Run(() => Run(paths, force));

    private static StopOutcome Run(InstancePaths paths, bool force)
    {
        switch (HostInquiry.Ask(Path.GetDirectoryName(paths.Folder)!, paths, HostInquiry.Stop, Patience))
        {
            case HostReply.Answered { CallsInFlight: var inFlight }:
                // With calls in flight the lock is free at once, and the host leaves after them.
                return HasLeft(paths) && inFlight == 0 ? new StopOutcome.Stopped() : new StopOutcome.Stopping(inFlight);
            case HostReply.Absent or HostReply.Gone when InstanceLock.TryTake(paths) is { } free:
                free.Dispose();
                return new StopOutcome.NotRunning();
            case HostReply.Absent:
                return HasLeft(paths) ? new StopOutcome.Stopped() : new StopOutcome.Stopping(0);
            default:
                return force && !OperatingSystem.IsWindows() && Instance.ListenerOf(paths) is { } host && Libc.Kill(host, SignalKill) == 0 && HasLeft(paths)
                    ? new StopOutcome.Killed()
                    : new StopOutcome.Silent(Instance.ListenerOf(paths) ?? InstanceDescription.TryRead(paths)?.HostId);
        }
    }

    private static bool HasLeft(InstancePaths paths)
    {
        using var free = InstanceLock.Await(paths, serves: static () => false, LeaveBudget, out _);
        return free is not null;
    }
}
