using McpSkillGen.Host.Logging;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Mcp;

/// <summary>
/// Room for one running server. Whoever needs it gets the one that runs, or waits for the one that starts; only when there
/// is neither is one started. Callers that wait for the same start share its failure, and the next call tries anew.
/// </summary>
internal sealed class ServerSlot(ServerConnector connector, HostLog log) : IAsyncDisposable
{
    private readonly Lock _guard = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<ServerSession>? _session;
    private int _launches;

    /// <summary>Called when a server is ready.</summary>
    public event Action<ServerSession>? Ready;

    /// <summary>How many times a server was started.</summary>
    public int Launches => Volatile.Read(ref _launches);

    /// <summary>The server that is ready now, if there is one.</summary>
    public ServerSession? Running
    {
        get
        {
            lock (_guard)
            {
                return _session is { IsCompletedSuccessfully: true, Result: { IsAlive: true } session } ? session : null;
            }
        }
    }

    public bool IsStarting
    {
        get
        {
            lock (_guard)
            {
                return _session is { IsCompleted: false };
            }
        }
    }

    /// <summary>The running server, or the one that is starting, or a new one. The caller's patience is its own: <c>WaitAsync</c>.</summary>
    /// <exception cref="SkillException">The server could not be started; the task fails with it.</exception>
    public Task<ServerSession> GetAsync()
    {
        lock (_guard)
        {
            var isUsable = _session is { IsCompleted: false } or { IsCompletedSuccessfully: true, Result.IsAlive: true };
            return isUsable ? _session! : _session = StartAsync(_session);
        }
    }

    /// <summary>Stops the server, or its start, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task<ServerSession>? last;
        lock (_guard)
        {
            last = _session;
        }

        await ClearAwayAsync(last).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task<ServerSession> StartAsync(Task<ServerSession>? previous)
    {
        // Nothing of the last one may be there when the next one starts: it could still hold a port or a file.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await ClearAwayAsync(previous).ConfigureAwait(false);
        Interlocked.Increment(ref _launches);
        ServerSession session;
        try
        {
            session = await connector.ConnectAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (SkillException e)
        {
            log.Write($"The server could not be started: {e.Message}");
            throw;
        }

        Ready?.Invoke(session);
        _ = session.Ended.ContinueWith(
            _ => log.Write("The server ended."), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return session;
    }

    private static async Task ClearAwayAsync(Task<ServerSession>? ended)
    {
        if (ended is null)
        {
            return;
        }

        try
        {
            await (await ended.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is SkillException or OperationCanceledException)
        {
            // It never ran.
        }
    }
}
