using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Transport;

/// <summary>
/// Whose turn it is to run the instance's server. The lock of a killed host is free at once, but its server lives until the
/// guard has ended it. So every guard inherits a second lock, which is free when the last of them has ended.
/// </summary>
internal sealed class ServerTurn : IDisposable
{
    // A guard gives its server 2 s between SIGTERM and SIGKILL. If it takes longer, it hangs, and is not waited for.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    private readonly string _lockFile;

    private ServerTurn(string lockFile, FileLock? held) => (_lockFile, Held) = (lockFile, held);

    /// <summary>Null if a guard of an earlier host hangs.</summary>
    public FileLock? Held { get; }

    /// <summary>Waits until nothing is left of a killed host's server.</summary>
    /// <param name="owned">Only the instance's one host may.</param>
    /// <param name="instance">Whose server.</param>
    /// <exception cref="NoSocketException">The lock file cannot be used.</exception>
    public static ServerTurn Await(InstanceLock owned, InstancePaths instance)
    {
        ArgumentNullException.ThrowIfNull(owned);
        try
        {
            if (FileLock.TryTake(instance.ServerLock) is { } free)
            {
                return new ServerTurn(instance.ServerLock, free);
            }

            var taken = WaitingThread.TakeAsync(instance.ServerLock, "server lock");
            return new ServerTurn(instance.ServerLock, Task.WaitAny([taken], Budget) == 0 ? taken.GetAwaiter().GetResult() : null);
        }
        catch (IOException e)
        {
            throw new NoSocketException(e.Message, e);
        }
    }

    /// <summary>Lets the next host start its server while ours finishes its calls. To be called before the instance's lock is released.</summary>
    public void HandOver()
    {
        try
        {
            File.Delete(_lockFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the next host waits for our server, within its budget.
        }
    }

    public void Dispose() => Held?.Dispose();
}
