using System.Diagnostics;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Transport;

/// <summary>
/// Proof that this process is the one host of its instance. Whoever binds or unlinks the socket must show it. Held until
/// disposed, or until the process ends, however it ends.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    // How soon a host that was only about to bind is found: to wait for its lock would be to wait for its end.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly FileLock _held;

    private InstanceLock(FileLock held) => _held = held;

    /// <summary>
    /// Whether the lock still says whose the instance is. Where the runtime directory was cleared away, another host may have
    /// begun anew, and nothing at these paths is ours.
    /// </summary>
    public bool IsInPlace => _held.IsInPlace;

    /// <returns>Null when another host holds it.</returns>
    /// <exception cref="IOException">The lock file cannot be used.</exception>
    public static InstanceLock? TryTake(InstancePaths instance) =>
        FileLock.TryTake(instance.InstanceLock) is { } held ? new InstanceLock(held) : null;

    /// <summary>Waits for another host to go, or to serve.</summary>
    /// <param name="instance">Whose lock.</param>
    /// <param name="serves">Whether the other one serves by now.</param>
    /// <param name="budget">How long to wait.</param>
    /// <param name="isServed">Whether it does; there is nothing to wait for then.</param>
    /// <returns>Null when it serves, or is still there after <paramref name="budget"/>.</returns>
    /// <exception cref="IOException">The lock file cannot be used.</exception>
    public static InstanceLock? Await(InstancePaths instance, Func<bool> serves, TimeSpan budget, out bool isServed)
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

        return null;
    }

    public void Dispose() => _held.Dispose();
}
