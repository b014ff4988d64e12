using McpSkillGen.Host.Logging;

namespace McpSkillGen.Host.Background;

/// <summary>
/// Owns the work that nobody waits for: a failure goes to the log under the work's name, and the end of the host waits for
/// what is still running. Safe from any thread.
/// </summary>
/// <param name="log">Gets failures.</param>
internal sealed class BackgroundWork(HostLog log) : IDisposable
{
    private readonly Lock _guard = new();
    private readonly Dictionary<Task, string> _running = [];
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Cancelled when the host ends: work that would not end by itself ends then.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <param name="name">For the log, such as "reading from a client".</param>
    /// <param name="work">Has begun already.</param>
    public void Add(string name, Task work)
    {
        if (work.IsCompletedSuccessfully)
        {
            return;
        }

        lock (_guard)
        {
            _running.Add(work, name);
        }

        work.ContinueWith(OnEnded, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits for everything that still runs.</summary>
    /// <param name="budget">What takes longer is named in the log.</param>
    public async Task EndAsync(TimeSpan budget)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        var all = Task.WhenAll(Running().Select(static work => work.Key));
        await all.WaitAsync(budget).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Running() is { Length: > 0 } left)
        {
            log.Write($"Still running at the end: {string.Join(", ", left.Select(static work => work.Value).Distinct())}.");
        }
    }

    public void Dispose() => _ending.Dispose();

    private KeyValuePair<Task, string>[] Running()
    {
        lock (_guard)
        {
            return [.. _running];
        }
    }

    private void OnEnded(Task work)
    {
        string? name;
        lock (_guard)
        {
            _running.Remove(work, out name);
        }

        if (work.Exception?.GetBaseException() is { } e)
        {
            // Without the exception's message, which may hold what a client or a server sent.
            log.Write($"Failed in the background: {name}: {e.GetType().Name} {e.StackTrace?.ReplaceLineEndings(" ")}");
        }
    }
}
