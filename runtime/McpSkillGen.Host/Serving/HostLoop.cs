using System.Buffers;
using System.Diagnostics;
using McpSkillGen.Host.Auditing;
using McpSkillGen.Host.Background;
using McpSkillGen.Host.Calls;
using McpSkillGen.Host.Lifetime;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Threads;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Serving;

/// <summary>
/// The one loop that owns the host's state. Connections, calls, timers and signals post events; the loop folds them, asks
/// the policies and acts. It never waits: calls run outside it and come back as events.
/// </summary>
internal sealed class HostLoop : IClientListener, IDisposable
{
    // The time that calls in flight get after SIGTERM. Together with the time to stop the server it stays below the time that
    // a new host waits for the lock, and below the 10 s after which service managers kill.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    private readonly HostOptions _options;
    private readonly ServerSlot _slot;
    private readonly IHostDoor _door;
    private readonly BackgroundWork _work;
    private readonly HostLog _log;
    private readonly HealthWatch _health;
    private readonly DriftWatch _drift;
    private readonly ActivityDisplay _activity;
    private readonly StatisticsLedger _ledger;
    private readonly QueryDesk _desk;
    private readonly CallersPath _callersPath;

    // Events are handled by the thread that posts them: waking another thread takes as long as everything else that the host does for a call.
    private readonly Mailbox<HostEvent> _mailbox;
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RoundOutput _output;
    private readonly HashSet<ClientConnection> _clients = [];
    private readonly CallDesk _calls;
    private readonly Watchers _watchers = new();
    private readonly Timer _timer;
    private readonly AuditTrail? _audit;
    private readonly CallRecording? _recording;

    // What may be wrong with the rules. Each is told to one caller.
    private readonly Queue<string> _doubts;

    private HostPhase _phase = HostPhase.Serving;
    private long _lastActivity = Stopwatch.GetTimestamp();
    private long? _graceEnds;

    public HostLoop(HostOptions options, ServerSlot slot, IHostDoor door, BackgroundWork work, HostLog log)
    {
        (_options, _slot, _door, _work, _log) = (options, slot, door, work, log);
        _mailbox = new Mailbox<HostEvent>(Handle, afterLast: EndRound);
        _activity = new ActivityDisplay(door, () => Post(new HostEvent.TimeElapsed()));
        _ledger = new StatisticsLedger(door);
        _output = new RoundOutput(slot, log);
        var gate = CallGate.For(options.Config, options.Folder, options.Program, Environment.GetEnvironmentVariable);
        _audit = AuditTrail.For(options.Config, options.Folder, options.Secrets, Environment.GetEnvironmentVariable, log);
        _doubts = new Queue<string>(gate?.Doubts() ?? []);
        _recording = options.RecordFile is { } file ? CallRecording.To(file, options.Folder, options.Secrets) : null;
        var runner = new CallRunner(options.Config, slot, log) { Gate = gate, Audit = _audit, Recording = _recording };
        _calls = new CallDesk(runner, _output, work, (call, end) => Post(new HostEvent.CallEnded(call, end)));
        _timer = new Timer(_ => Post(new HostEvent.TimeElapsed()));
        _health = new HealthWatch(slot, options.Config.KeepAlive.CheckInterval, Post, work, log);
        _drift = new DriftWatch(options, Post, work, log);
        _desk = new QueryDesk(options, slot, _ledger, _drift, work);
        _callersPath = new CallersPath(options.Launch, Environment.GetEnvironmentVariables());
        slot.Ready += session =>
        {
            Post(new HostEvent.ServerReady(session.ProcessId));
            session.ToolsChanged += () =>
            {
                if (_drift.TryNoteChange())
                {
                    // One that changes all the time does not keep the loop busy.
                    Post(new HostEvent.ToolsChanged());
                }
            };
            session.Noticed += _watchers.Tell;
            session.ListenForChanges();
        };
    }

    /// <summary>Safe from any thread. Returns soon, because the loop never waits. The caller must not hold a lock that the loop takes.</summary>
    public void Post(HostEvent happened) => _mailbox.Post(happened);

    void IClientListener.OnMessage(ClientConnection client, ClientMessage message) =>
        _mailbox.Add(new HostEvent.MessageArrived(client, message));

    void IClientListener.OnPause() => _mailbox.WorkOff();

    void IClientListener.OnGone(ClientConnection client) => Post(new HostEvent.ClientGone(client));

    /// <summary>Runs until the host has left: no call is in flight and the server is stopped.</summary>
    public async Task RunAsync()
    {
        _mailbox.WorkOff();
        await _left.Task.ConfigureAwait(false);
        _ledger.Keep();

        // The last answers may still be on their way to clients that read slowly.
        await Task.WhenAll(_clients.Select(static client => client.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _health.Dispose();
        _drift.Dispose();
        _activity.Dispose();
        _audit?.Dispose();
        _recording?.Dispose();
    }

    private void Handle(HostEvent happened)
    {
        if (_left.Task.IsCompleted)
        {
            return;
        }

        try
        {
            Fold(happened);
        }
        catch (Exception e)
        {
            // A bug of ours. The event is lost; everybody is still served.
            _log.Write($"Handling {happened.GetType().Name} failed: {Describe(e)}");
        }
    }

    /// <summary>Acts on the new state, then sends what the events led to: everything for the same receiver shares a write.</summary>
    private void EndRound()
    {
        try
        {
            if (!_left.Task.IsCompleted)
            {
                Act();
                _health.Act(_phase, _calls.Running);
                _drift.Act(_phase is HostPhase.Serving ? _slot.Running : null, _calls.Running);
            }

            _output.Release();
            if (_activity.Act(isLast: _phase is not HostPhase.Serving))
            {
                _log.Flush();
            }
        }
        catch (Exception e)
        {
            // A bug of ours, in deciding when to leave: a host that cannot do that must not stay. RunAsync throws it.
            _left.TrySetException(e);
        }
    }

    // Without the exception's message, which may hold what a client or a server sent.
    private static string Describe(Exception e) => $"{e.GetType().Name} {e.StackTrace?.ReplaceLineEndings(" ")}";

    private void Fold(HostEvent happened)
    {
        switch (happened)
        {
            case HostEvent.MessageArrived { Client: var client, Message: var message }:
                OnMessage(client, message);
                break;
            case HostEvent.ClientGone { Client: var client }:
                OnGone(client);
                break;
            case HostEvent.CallEnded { Call: var call, End: var end }:
                _calls.Close(call, end);
                _lastActivity = Stopwatch.GetTimestamp();
                _health.OnCallEnded(isTimedOut: call.Cause is CancelCause.TimedOut);
                _ledger.Add(call.Name, end);
                _activity.OnCallEnded();
                break;
            case HostEvent.ServerReady { ServerId: var serverId } when _phase is HostPhase.Serving:
                _door.ShowProcesses(serverId);
                break;
            case HostEvent.ServerAsked { Session: var session, Silence: var silence }:
                _health.OnAsked(session, silence, _phase, _calls.Running);
                break;
            case HostEvent.CatalogCompared { Difference: var difference }:
                _drift.OnCompared(difference);
                break;
            case HostEvent.TimeElapsed when !_door.IsInPlace:
                Leave("The runtime directory was deleted, so nobody can find this host", handOver: false);
                break;
            case HostEvent.ServerStopped:
                _left.TrySetResult();
                break;
            case HostEvent.StopRequested { Why: var why }:
                _graceEnds ??= Stopwatch.GetTimestamp() + (long)(StopGrace.TotalSeconds * Stopwatch.Frequency);
                Leave(why, handOver: false);
                break;
        }
    }

    private void Act()
    {
        switch (RetirementPolicy.Decide(Activity, _options.IdleTimeout))
        {
            case Decision.LookAgainIn { Delay: var delay }:
                // Rounded up: a timer that fires early would only look again at once.
                _timer.Change((long)Math.Ceiling(delay.TotalMilliseconds), Timeout.Infinite);
                break;
            case Decision.Retire:
                Leave($"Idle for {Activity.IdleFor.TotalSeconds:0.###} s", handOver: false);
                Act();
                break;
            case Decision.CancelCalls:
                _graceEnds = null;
                _calls.CutShort(CancelCause.HostStopping);
                break;
            case Decision.StopServer:
                _phase = HostPhase.Stopping;
                _work.Add("stopping the server", StopServerAsync());
                break;
        }
    }

    private void OnMessage(ClientConnection client, ClientMessage message)
    {
        if (client.IsRefused)
        {
            return;
        }

        _clients.Add(client);
        _output.Hold(client);
        try
        {
            switch (message)
            {
                case HelloMessage hello:
                    Greet(client, hello);
                    break;
                case CallMessage call:
                    Take(client, call);
                    break;
                case CancelMessage cancel:
                    _calls.Cancel(client, cancel.Call);
                    break;
                case ReplyMessage reply:
                    _calls.Reply(client, reply);
                    break;
                case QueryMessage query:
                    Answer(client, query);
                    break;
            }
        }
        catch (Exception e)
        {
            // A bug of ours: it costs this client a Failure, and the others nothing.
            _log.Write($"A client was disconnected, because handling its {message.GetType().Name} failed: {Describe(e)}");
            client.Send(OutgoingFrame.Of(new FailureMessage(
                message.Call, ExitCode.OutcomeUnknown, $"The host failed while it handled this client: {e.GetType().Name}: {e.Message} Check before you call again.")));
            Disconnect(client);
        }
    }

    private void Greet(ClientConnection client, HelloMessage hello)
    {
        if (_phase is not HostPhase.Serving)
        {
            client.Send(FrameKind.Retiring, 0, []);
            return;
        }

        if (client.IsElsewhere || hello.Protocol != WireProtocol.Version || hello.Fingerprint != _options.Fingerprint
            || _callersPath.LeadsElsewhere(hello.SearchPath, isRunning: _slot.Running is not null || _slot.IsStarting))
        {
            // With nothing in flight the old server is stopped before the lock is free, and the two never meet.
            Leave(client.IsElsewhere ? "A caller is in another network namespace" : "A caller uses another configuration", handOver: _calls.Running > 0);
            client.IsRefused = true;
            client.Send(FrameKind.Stale, 0, []);
            return;
        }

        client.IsWelcome = true;
        var welcome = new ArrayBufferWriter<byte>(64);
        new WelcomeMessage(_drift.TakeNote() ?? (_doubts.TryDequeue(out var doubt) ? doubt : null)).WriteTo(welcome);
        client.Send(FrameKind.Welcome, 0, welcome.WrittenSpan);
    }

    private void Take(ClientConnection client, CallMessage call)
    {
        if (_phase is not HostPhase.Serving)
        {
            client.Send(FrameKind.Retiring, call.Call, []);
        }
        else if (!client.IsWelcome)
        {
            Refuse(client, call, "It called before it said Hello.");
        }
        else if (!_calls.TryTake(client, call))
        {
            Refuse(client, call, $"It used the call id {call.Call} for two calls at once.");
        }
    }

    private void Answer(ClientConnection client, QueryMessage query)
    {
        switch (query.Verb)
        {
            case "stop":
                // Sent last: a client that has it finds that nobody listens any more.
                var inFlight = _calls.Running;
                Leave("Told to stop by a caller", handOver: inFlight > 0);
                client.Send(FrameKind.Answer, query.Call, StatusReport.Leaving(inFlight));
                break;
            case "watch":
                _watchers.Add(client);
                client.Send(FrameKind.Answer, query.Call, "{}"u8);
                break;
            case var verb:
                _desk.Answer(client, query.Call, verb, Activity, _calls.Begun);
                break;
        }
    }

    private void OnGone(ClientConnection client)
    {
        _calls.Forget(client);
        _clients.Remove(client);
        _watchers.Remove(client);
        _work.Add("closing a client", client.DisposeAsync().AsTask());
    }

    private void Refuse(ClientConnection client, CallMessage call, string why)
    {
        _log.Write($"A client was disconnected: {why}");
        client.Send(OutgoingFrame.Of(ClientConnection.NotUnderstood(call.Call, why)));
        Disconnect(client);
    }

    private void Disconnect(ClientConnection client)
    {
        client.IsRefused = true;
        OnGone(client);
    }

    private void Leave(string why, bool handOver)
    {
        if (_phase is not HostPhase.Serving)
        {
            return;
        }

        _phase = HostPhase.Leaving;
        _log.Write($"{why}: leaving{(_calls.Running > 0 ? $" after {_calls.Running} calls in flight" : "")}.");
        _ledger.Keep();
        if (handOver)
        {
            _door.HandOver();
        }
        else
        {
            _door.Shut();
        }
    }

    private async Task StopServerAsync()
    {
        // Without an await that yields, stopping the server would begin on the loop.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await _slot.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            Post(new HostEvent.ServerStopped());
        }
    }

    private HostActivity Activity => new(
        _phase,
        _calls.Running,
        Stopwatch.GetElapsedTime(_lastActivity),
        _graceEnds is { } ends ? TimeSpan.FromSeconds((double)(ends - Stopwatch.GetTimestamp()) / Stopwatch.Frequency) : null)
    {
        AwaitsFirstCall = _calls.Begun == 0,
    };
}
