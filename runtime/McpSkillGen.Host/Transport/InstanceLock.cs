using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Transport;

/// <summary>
/// Proof that this process is the one host of its instance. Whoever binds or unlinks the socket must show it. Held until
/// disposed, or until the process ends, however it ends.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileLock _held;

    private InstanceLock(FileLock held) => _held = held;

    /// <returns>Null when another host holds it.</returns>
    /// <exception cref="IOException">The lock file cannot be used.</exception>
    public static InstanceLock? TryTake(InstancePaths instance) =>
        FileLock.TryTake(instance.InstanceLock) is { } held ? new InstanceLock(held) : null;

    /// <summary>Waits for another host to go.</summary>
    /// <returns>Null when it is still there after <paramref name="budget"/>.</returns>
    /// <exception cref="IOException">The lock file cannot be used.</exception>
    public static InstanceLock? Await(InstancePaths instance, TimeSpan budget)
    {
        // A blocked flock cannot be given up, so it blocks a thread of its own, which ends with the process.
        var taken = new TaskCompletionSource<FileLock>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new Thread(() =>
        {
            try
            {
                taken.SetResult(FileLock.TakeBlocking(instance.InstanceLock));
            }
            catch (IOException e)
            {
                taken.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = "instance lock",
        };
        waiting.Start();

        return Task.WaitAny([taken.Task], budget) == 0 ? new InstanceLock(taken.Task.GetAwaiter().GetResult()) : null;
    }

    public void Dispose() => _held.Dispose();
}
