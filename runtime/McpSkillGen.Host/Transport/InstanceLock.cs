using System.Diagnostics;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Transport;

/// <summary>
/// Proof that this process is the one host of its instance. Binding or unlinking the socket requires it. Held until disposed,
/// or until the process ends, however it ends.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    // How soon we notice that another host serves. Waiting for its lock would mean waiting for its end.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(5);

    private readonly FileLock _held;

    private InstanceLock(FileLock held) => _held = held;

    /// <summary>
    /// Whether the lock is still valid. If the runtime directory was deleted, another host may have started, and nothing at
    /// these paths is ours.
    /// </summary>
    public bool IsInPlace => _held.IsInPlace;

    /// <returns>Null if another host holds it.</returns>
    /// <exception cref="IOException">The lock file cannot be used.</exception>
    public static InstanceLock? TryTake(InstancePaths instance) =>
        FileLock.TryTake(instance.InstanceLock) is { } held ? new InstanceLock(held) : null;

    /// <summary>Waits until another host leaves, or serves.</summary>
    /// <param name="instance">Whose lock.</param>
    /// <param name="serves">Whether the other host serves by now.</param>
    /// <param name="budget">How long to wait.</param>
    /// <param name="whenOverdue">Makes the other host leave after <paramref name="budget"/>; null if nothing does.</param>
    /// <param name="isServed">Whether it serves. Then there is nothing to wait for.</param>
    /// <returns>Null if it serves, or is still there after <paramref name="budget"/>.</returns>
    /// <exception cref="IOException">The lock file cannot be used.</exception>
    public static InstanceLock? Await(InstancePaths instance, Func<bool> serves, TimeSpan budget, out bool isServed, Action? whenOverdue = null)
    {
        var taken = WaitingThread.TakeAsync(instance.InstanceLock, "instance lock");
        isServed = false;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < budget && !isServed; isServed = serves())
        {
            if (Task.WaitAny([taken], LookInterval) == 0)
            {
                return new InstanceLock(taken.GetAwaiter().GetResult());
            }
        }

        if (isServed || whenOverdue is null)
        {
            return null;
        }

        // The same wait goes on: two waits in one process would keep the lock from one another.
        whenOverdue();
        return Task.WaitAny([taken], EndBudget) == 0 ? new InstanceLock(taken.GetAwaiter().GetResult()) : null;
    }

    public void Dispose() => _held.Dispose();
}
