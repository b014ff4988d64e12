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

    /// <summary>It does not answer, or does not leave.</summary>
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

    // Enough for a server that ignores all but SIGKILL.
    private static readonly TimeSpan ForcedBudget = TimeSpan.FromSeconds(6);

    /// <param name="paths">Whose host.</param>
    /// <param name="force">Kill a host that does not answer, or does not leave.</param>
    public static Task<StopOutcome> RunAsync(InstancePaths paths, bool force) => Task.Run(() => Run(paths, force));

    private static StopOutcome Run(InstancePaths paths, bool force)
    {
        switch (HostInquiry.Ask(Path.GetDirectoryName(paths.Folder)!, paths, HostInquiry.Stop, Patience))
        {
            case HostReply.Answered { CallsInFlight: > 0 and var inFlight }:
                // The lock is free at once, and the host leaves after its calls.
                _ = HasLeft(paths, LeaveBudget);
                return new StopOutcome.Stopping(inFlight);
            case HostReply.Absent or HostReply.Gone when InstanceLock.TryTake(paths) is { } free:
                free.Dispose();
                return new StopOutcome.NotRunning();
            case HostReply.Answered or HostReply.Absent:
                return HasLeft(paths, force ? ForcedBudget : LeaveBudget) ? new StopOutcome.Stopped() : EndOrTell(paths, force);
            default:
                return EndOrTell(paths, force);
        }
    }

    private static StopOutcome EndOrTell(InstancePaths paths, bool force)
    {
        var host = Instance.ListenerOf(paths) ?? InstanceHolder.Of(paths);
        return force && !OperatingSystem.IsWindows() && host is { } found && Libc.Kill(found, SignalKill) == 0 && HasLeft(paths, LeaveBudget)
            ? new StopOutcome.Killed()
            : new StopOutcome.Silent(host ?? InstanceDescription.TryRead(paths)?.HostId);
    }

    private static bool HasLeft(InstancePaths paths, TimeSpan budget)
    {
        using var free = FileLock.TakeWithin(paths.InstanceLock, budget);
        return free is not null;
    }
}
