using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Client;

/// <summary>The host of an instance whether it listens or not: it holds the lock until it has left.</summary>
internal static class InstanceHolder
{
    private const int SignalKill = 9;

    // A killed process is gone in milliseconds; on a busy machine it may take a while.
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(5);

    /// <returns>Its process; null if nobody holds the lock, or the holder is not known.</returns>
    public static int? Of(InstancePaths instance) =>
        InstanceDescription.TryRead(instance) is { IsRunning: true, HostId: var host } && IsHeld(instance) ? host : null;

    /// <summary>Kills it, and waits until it is gone. Its guard ends the server.</summary>
    /// <returns>Its process; null if there is none, or it could not be ended.</returns>
    public static int? End(InstancePaths instance)
    {
        if (Kill(instance) is not { } host)
        {
            return null;
        }

        using var free = FileLock.TakeWithin(instance.InstanceLock, EndBudget);
        return free is null ? null : host;
    }

    /// <summary>The same, without waiting.</summary>
    public static int? Kill(InstancePaths instance) =>
        !OperatingSystem.IsWindows() && Of(instance) is { } host && Libc.Kill(host, SignalKill) == 0 ? host : null;

    private static bool IsHeld(InstancePaths instance)
    {
        try
        {
            using var free = FileLock.TryTake(instance.InstanceLock);
            return free is null;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
