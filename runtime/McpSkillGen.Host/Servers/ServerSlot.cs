using System.Diagnostics;
using McpSkillGen.Host.Lifetime;
using McpSkillGen.Host.Logging;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Room for one running server. Whoever needs it gets the one that runs, or waits for the one that starts; only when there
/// is neither is one started. Callers that wait for the same start share its failure, and the next call tries anew, until
/// so many starts in a row have failed that the server is left alone for a while.
/// </summary>
/// <param name="connector">Starts servers.</param>
/// <param name="skillName">The skill's, for messages.</param>
/// <param name="log">Hears of starts and ends.</param>
internal sealed class ServerSlot(ServerConnector connector, string skillName, HostLog log) : IAsyncDisposable
{
    // Sessions that were lost over HTTP have mostly nobody to say goodbye to.
    private static readonly TimeSpan GoodbyeBudget = TimeSpan.FromSeconds(2);

    private readonly Lock _guard = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<ServerSession>? _session;
    private int _launches;
    private Failures _failures;
    private Task _retiring = Task.CompletedTask;

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

    /// <summary>What is waited for while the server starts, for people.</summary>
    public string Subject => connector.Subject;

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
    /// <exception cref="SkillException">The server could not be started, or is left alone for now; the task fails with it.</exception>
    public Task<ServerSession> GetAsync()
    {
        lock (_guard)
        {
            if (_session is { IsCompleted: false } or { IsCompletedSuccessfully: true, Result.IsAlive: true })
            {
                return _session;
            }

            if (_session is { IsCompletedSuccessfully: true, Result: { IsRemote: false } ended })
            {
                Judge(ended);
            }

            if (RestartPolicy.WaitLeft(_failures.Count, Stopwatch.GetElapsedTime(_failures.LatestAt)) is var left && left > TimeSpan.Zero)
            {
                return Task.FromException<ServerSession>(LeftAlone(left));
            }

            return Start();
        }
    }

    /// <summary>Stops a server that hangs and starts a fresh one, unless that has happened already.</summary>
    public void Replace(ServerSession hanging)
    {
        lock (_guard)
        {
            if (_session is { IsCompletedSuccessfully: true, Result: var session } && ReferenceEquals(session, hanging))
            {
                // It started well, whatever came over it since.
                _failures = new Failures { LatestJudged = hanging };

                // Told to the next call, which starts it again.
                _ = Start().ContinueWith(static start => start.Exception, TaskScheduler.Default);
            }
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
        await Task.WhenAny(_retiring, Task.Delay(GoodbyeBudget)).ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Under the guard.</summary>
    private Task<ServerSession> Start()
    {
        _session = StartAsync(_session);

        // When it is the one that runs, and before any caller goes on with it: whoever hears of it asks at once how things stand.
        _ = _session.ContinueWith(
            start => Ready?.Invoke(start.Result),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return _session;
    }

    private async Task<ServerSession> StartAsync(Task<ServerSession>? previous)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (connector.IsLocal)
        {
            // Nothing of the last one may be there when the next one starts: it could still hold a port or a file.
            await ClearAwayAsync(previous).ConfigureAwait(false);
        }
        else if (previous is { IsCompletedSuccessfully: true, Result: var lost })
        {
            // Calls that it still has may be answered.
            _retiring = Task.WhenAll(_retiring, lost.RetireAsync());
        }

        Interlocked.Increment(ref _launches);
        ServerSession session;
        try
        {
            session = await connector.ConnectAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (SkillException e)
        {
            log.Write($"The server could not be started: {e.Message}");

            // Where nothing was launched nothing is hammered, and what is missing may be there at the next call.
            if (connector.IsLocal && e.ExitCode is not ExitCode.WrongEnvironment)
            {
                CountFailure(e.Message);
            }

            throw;
        }

        _ = session.Ended.ContinueWith(
            _ => log.Write("The server ended."), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return session;
    }

    /// <summary>Whether a server that ended by itself ran at all. Each is judged once.</summary>
    private void Judge(ServerSession ended)
    {
        if (ReferenceEquals(ended, _failures.LatestJudged))
        {
            return;
        }

        if (RestartPolicy.IsFailedStart(ended.HasAnsweredCall, ended.Age))
        {
            CountFailure(ended.TellEnd());
            _failures = _failures with { LatestJudged = ended };
        }
        else
        {
            _failures = new Failures { LatestJudged = ended };
        }
    }

    private void CountFailure(string words)
    {
        lock (_guard)
        {
            _failures = _failures with { Count = _failures.Count + 1, LatestAt = Stopwatch.GetTimestamp(), LatestWords = words };
        }
    }

    private SkillException LeftAlone(TimeSpan left) => new(
        ExitCode.Unreachable,
        $"The server failed to start {_failures.Count} times in a row and is left alone for another {Math.Ceiling(left.TotalSeconds)} s: call again then, or run '{skillName} restart' to try at once. The last time:\n{_failures.LatestWords}");

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

    /// <summary>Starts that failed, one after another, since a server last answered a call.</summary>
    private readonly record struct Failures(int Count, long LatestAt, string? LatestWords, ServerSession? LatestJudged);
}
