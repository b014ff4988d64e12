using System.Collections.Concurrent;
using System.ComponentModel;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// Starts guards, on threads that live as long as the host. Linux sends a guard its death signal when the <em>thread</em>
/// that started it ends, and a pool thread may end at any time.
/// </summary>
internal sealed class SpawningThread : IDisposable
{
    private readonly BlockingCollection<Action> _requests = [];
    private readonly Lock _beginning = new();
    private readonly int _home = Environment.CurrentManagedThreadId;
    private Thread? _thread;

    /// <param name="guardsLock">Held by every guard too, and free when the last of them has ended; null for none.</param>
    public SpawningThread(FileLock? guardsLock = null)
    {
        // The server must not inherit what a shell or a harness left open in this process.
        InheritedDescriptors.KeepFromChildren();
        guardsLock?.ShareWithChildren();
    }

    /// <summary>Starts it at once if the caller is on the thread that made this object. That must be the main thread, which lives as long.</summary>
    /// <exception cref="Win32Exception">The system could not start it.</exception>
    public Task<ChildProcess> StartFirstAsync(ChildCommand command) =>
        Environment.CurrentManagedThreadId == _home ? Task.FromResult(ChildProcess.Start(command)) : StartAsync(command);

    /// <summary>Starts it on a thread that does nothing else.</summary>
    /// <exception cref="Win32Exception">The system could not start it.</exception>
    public Task<ChildProcess> StartAsync(ChildCommand command)
    {
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Add(() =>
        {
            try
            {
                started.SetResult(ChildProcess.Start(command));
            }
            catch (Win32Exception e)
            {
                started.SetException(e);
            }
        });
        lock (_beginning)
        {
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "spawning" };
                _thread.Start();
            }
        }

        return started.Task;
    }

    /// <summary>Ends the thread, and so every guard of it that still runs.</summary>
    public void Dispose() => _requests.CompleteAdding();

    private void Run()
    {
        foreach (var request in _requests.GetConsumingEnumerable())
        {
            request();
        }
    }
}
