using System.Diagnostics;
using McpSkillGen.Host.Lifetime;
using McpSkillGen.Host.Logging;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Room for one running server. Whoever needs a server gets the running one, or waits for the one that is starting; only if
/// there is neither, a new one is started. Callers that wait for the same start share its failure, and the next call tries
/// again, until so many starts in a row have failed that the server is left alone for a while.
/// </summary>
/// <param name="connector">Starts servers.</param>
/// <param name="skillName">The skill's, for messages.</param>
/// <param name="log">Told about starts and ends.</param>
internal sealed class ServerSlot(ServerConnector connector, string skillName, HostLog log) : IAsyncDisposable
{
    // Most sessions that were lost over HTTP have nobody left to say goodbye to.
    private static readonly TimeSpan GoodbyeBudget = TimeSpan.FromSeconds(2);

    private readonly Lock _guard = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<ServerSession>? _session;
    private ServerSession? _ready;
    private int _launches;
    private Failures _failures;
    private Task _retiring = Task.CompletedTask;

    /// <summary>Called when a server is ready, before any caller continues with it.</summary>
    public event Action<ServerSession>? Ready;

    /// <summary>How many times a server was started.</summary>
    public int Launches => Volatile.Read(ref _launches);

    /// <summary>The server that is ready now, if there is one.</summary>
    public ServerSession? Running => Volatile.Read(ref _ready) is { IsAlive: true } session ? session : null;

    /// <inheritdoc cref="ServerConnector.Subject"/>
    public string Subject => connector.Subject;

    /// <inheritdoc cref="ServerConnector.LatestWords"/>
    public string? LatestWords => connector.LatestWords;

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

    /// <summary>Starts the server before anybody calls. If that fails, the callers who wait for it are told.</summary>
    public void StartAhead() => GetAsync();

    /// <summary>The running server, or the one that is starting, or a new one. The caller decides how long to wait: <c>WaitAsync</c>.</summary>
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

            var left = RestartPolicy.WaitLeft(_failures.Count, Stopwatch.GetElapsedTime(_failures.LatestAt));
            return left > TimeSpan.Zero ? Task.FromException<ServerSession>(LeftAlone(left)) : Start();
        }
    }

    /// <summary>Stops a server that hangs and starts a new one, unless that has happened already.</summary>
    public void Replace(ServerSession hanging)
    {
        lock (_guard)
        {
            if (_session is { IsCompletedSuccessfully: true, Result: var session } && ReferenceEquals(session, hanging))
            {
                // It started well, whatever happened to it since. If the new one fails, the next call is told, and starts it again.
                _failures = new Failures { LatestJudged = hanging };
                Start();
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
        Volatile.Write(ref _ready, null);
        return _session = StartAsync(_session);
    }

    private async Task<ServerSession> StartAsync(Task<ServerSession>? previous)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (connector.IsLocal)
        {
            // Nothing of the last server may be left when the next one starts: it could still hold a port or a file.
            await ClearAwayAsync(previous).ConfigureAwait(false);
        }
        else if (previous is { IsCompletedSuccessfully: true, Result: var lost })
        {
            // Calls that it still has may be answered.
            _retiring = Task.WhenAll(_retiring, lost.RetireAsync());
        }

        Interlocked.Increment(ref _launches);
        try
        {
            var session = await connector.ConnectAsync(_stopping.Token).ConfigureAwait(false);
            session.Ended.ConfigureAwait(false).GetAwaiter().OnCompleted(() => log.Write("The server ended."));
            Volatile.Write(ref _ready, session);
            Ready?.Invoke(session);
            return session;
        }
        catch (SkillException e)
        {
            log.Write($"The server could not be started: {e.Message}");

            // If nothing was launched, a retry costs nothing, and what is missing may be there at the next call.
            if (connector.IsLocal && e.ExitCode is not ExitCode.WrongEnvironment)
            {
                CountFailure(e.Message);
            }

            throw;
        }
    }

    /// <summary>Whether a server that ended by itself ever ran. Each is judged once.</summary>
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
        $"The server failed to start {_failures.Count} times in a row and is left alone for another {Math.Ceiling(left.TotalSeconds)} s. Call again then, or run '{skillName} restart' to try at once. The last time:\n{_failures.LatestWords}");

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
