using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// The thread that starts guards, and does nothing else, for as long as the host lives. Linux sends a guard its death
/// signal when the <em>thread</em> that started it ends: from a pool thread, that would be any moment.
/// </summary>
internal sealed class SpawningThread : IDisposable
{
    private readonly BlockingCollection<Action> _requests = [];

    /// <param name="guardsLock">Held by every guard too, and free when the last of them has ended; null for none.</param>
    public SpawningThread(FileLock? guardsLock = null)
    {
        // What a shell or a harness left open in us is none of the server's business, for as long as it lives.
        InheritedDescriptors.KeepFromChildren();
        guardsLock?.ShareWithChildren();
        new Thread(Run) { IsBackground = true, Name = "spawning" }.Start();
    }

    /// <exception cref="Win32Exception">The system could not start it.</exception>
    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Win32Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    /// <summary>Ends the thread, and so every guard that still runs.</summary>
    public void Dispose() => _requests.CompleteAdding();

    private void Run()
    {
        foreach (var request in _requests.GetConsumingEnumerable())
        {
            request();
        }
    }
}
