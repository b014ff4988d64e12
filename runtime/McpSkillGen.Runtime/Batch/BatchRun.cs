using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Threads;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Batch;

/// <summary>
/// Many calls over one connection. The input and each connection are read by a thread of their own; whichever brings news
/// works on the state, one at a time: an answer's reader sends the next call itself. At-most-once holds for every call by
/// itself: what a lost host had accepted is of unknown outcome, what it had not goes to the next host.
/// </summary>
internal sealed class BatchRun
{
    private readonly HostAccess _access;
    private readonly BatchOptions _options;
    private readonly Mailbox<BatchEvent> _mailbox;
    private readonly BatchInput _input;
    private readonly BatchOutput _output;
    private readonly Queue<(BatchLine Line, bool EndsChunk)> _waiting = new();
    private readonly Queue<BatchCall> _again = new();
    private readonly TaskCompletionSource<ExitCode> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BatchLink? _link;
    private InstancePaths? _instance;
    private bool _pauseBeforeNext;
    private ReadOnlyMemory<byte> _latestWarning;
    private CallOutcome.Failed? _noHost;
    private BatchEvent.InputEnded? _inputEnded;
    private int _openCalls;
    private bool _isUnread;

    /// <param name="access">The way to its host.</param>
    /// <param name="options">How many calls at once, and how.</param>
    /// <param name="input">The lines; disposed when they are read.</param>
    /// <param name="parser">Understands them.</param>
    public BatchRun(HostAccess access, BatchOptions options, Stream input, BatchLineParser parser)
    {
        (_access, _options) = (access, options);
        _output = new BatchOutput(options.IsText, options.Query);
        _mailbox = new Mailbox<BatchEvent>(Handle, afterLast: HandOn);
        _input = new BatchInput(input, parser, _mailbox);
    }

    private bool IsStopped => _options.StopsOnError && !_output.IsAllWell;

    private TimeSpan? CallPatience => _options.Timeout + SkillCaller.AnswerGrace;

    /// <summary>Runs the batch to its end.</summary>
    /// <exception cref="SkillException">The input cannot be read, or the output not be written.</exception>
    public ExitCode Run()
    {
        _input.Start();
        return _end.Task.GetAwaiter().GetResult();
    }

    private void Handle(BatchEvent letter) => Try(() =>
    {
        switch (letter)
        {
            case BatchEvent.LinesRead { Lines: var lines }:
                for (var i = 0; i < lines.Count; i++)
                {
                    _waiting.Enqueue((lines[i], EndsChunk: i == lines.Count - 1));
                }

                break;
            case BatchEvent.MessageArrived { Link: var link, Parsed: var parsed }:
                OnMessage(link, parsed);
                break;
            case BatchEvent.LinkEnded { Link: var link, IsSilent: var isSilent }:
                OnEnded(link, isSilent);
                break;
            case BatchEvent.InputEnded ended:
                _inputEnded = ended;
                break;
        }
    });

    /// <summary>Only when nothing more has come: under load many calls, and many answers, share a write.</summary>
    private void HandOn() => Try(() =>
    {
        SendWaiting();
        if (_link is { IsOpen: true })
        {
            _link.Flush();
        }

        _isUnread |= !_output.Flush();

        // Nobody reads any more (`| head`): the calls in flight end with us, as those of any caller that is gone.
        var isDone = IsStopped || (_inputEnded is not null && _waiting.Count == 0 && _again.Count == 0);
        if (_isUnread || (isDone && _openCalls == 0))
        {
            if (IsStopped && _waiting.Count + _again.Count > 0)
            {
                _access.Observer.OnNote("A call failed, so the calls after it were not sent.");
            }

            End(_inputEnded?.Trouble is { } trouble ? new SkillException(ExitCode.WrongEnvironment, trouble) : null);
        }
    });

    private void Try(Action work)
    {
        if (_end.Task.IsCompleted)
        {
            return;
        }

        try
        {
            work();
        }
        catch (Exception e)
        {
            // Thrown where the batch was begun: these are threads that nobody waits for.
            End(e);
        }
    }

    private void End(Exception? trouble)
    {
        if (trouble is not null)
        {
            _end.SetException(trouble);
        }
        else
        {
            _end.SetResult(_output.IsAllWell && !_isUnread ? ExitCode.Success : ExitCode.ToolFailed);
        }
    }

    private void SendWaiting()
    {
        while (!IsStopped && _openCalls < _options.Parallel && _again.Count + _waiting.Count > 0)
        {
            if (_again.TryDequeue(out var call))
            {
                Send(call);
                continue;
            }

            var (line, endsChunk) = _waiting.Dequeue();
            if (endsChunk)
            {
                _input.ReadOn();
            }

            switch (line)
            {
                case BatchLine.Call wanted:
                    Send(new BatchCall(wanted, _options.Timeout));
                    break;
                case BatchLine.Wrong wrong:
                    _isUnread |= !_output.Write(wrong.Id, new CallOutcome.Failed(ExitCode.WrongArguments, wrong.Why));
                    break;
            }
        }
    }

    private void OnMessage(BatchLink link, Parsed<HostMessage> parsed)
    {
        switch (parsed.Message)
        {
            case null:
                // The host and we no longer understand each other: what it has accepted may have run.
                link.IsOpen = false;
                foreach (var call in link.TakeAll())
                {
                    Finish(call, CallOutcome.Failed.NotUnderstood(parsed.Refusal, call.IsAccepted));
                }

                break;
            case WelcomeMessage welcome:
                link.IsWelcome = true;
                if (welcome.Note is { } note)
                {
                    _access.Observer.OnNote(note);
                }

                break;
            case StaleMessage or RetiringMessage { Call: 0 }:
                link.IsOpen = false;
                foreach (var call in link.TakeAll())
                {
                    SendAgain(call, parsed.Message is StaleMessage ? Refusal.Stale : Refusal.Retiring);
                }

                break;
            case RetiringMessage retiring when link.InFlight.Remove(retiring.Call, out var refused):
                // It finishes what it has accepted, and refuses the rest one by one.
                link.Flush();
                link.IsOpen = false;
                SendAgain(refused, Refusal.Retiring);
                break;
            case AcceptedMessage message when link.InFlight.TryGetValue(message.Call, out var accepted):
                accepted.IsAccepted = true;
                break;
            case LogMessage warning when !warning.Params.Span.SequenceEqual(_latestWarning.Span):
                // Every call in flight gets it.
                _latestWarning = warning.Params;
                _access.Observer.OnLog(warning.Params);
                break;
            case ResultMessage result when link.InFlight.Remove(result.Call, out var answered):
                Close(_output.Write(answered.Id, answered.Tool.CommandName, result.Json));
                break;
            case FailureMessage message when link.InFlight.Remove(message.Call, out var failed):
                var failure = CallOutcome.Failed.Of(message);
                if (!link.IsWelcome)
                {
                    // A child that cannot start says so to its first caller, and is gone.
                    _noHost = failure;
                }

                Finish(failed, failure);
                break;
        }
    }

    private void OnEnded(BatchLink link, bool isSilent)
    {
        link.IsOpen = false;
        if (isSilent && !link.IsWelcome)
        {
            _noHost ??= new CallOutcome.Failed(ExitCode.Unreachable, Loss.SaidNothing(link.Environment, link.FirstPatience));
        }
        else if (!link.IsWelcome && link.Child is { } child)
        {
            _noHost ??= new CallOutcome.Failed(ExitCode.Unreachable, child.LastWords());
        }

        _pauseBeforeNext = true;
        foreach (var call in link.TakeAll())
        {
            Lose(call, isSilent, link);
        }

        link.Dispose();
    }

    private void Lose(BatchCall call, bool isSilent, BatchLink link)
    {
        switch (call)
        {
            case { IsAccepted: false }:
                SendAgain(call, Refusal.Gone);
                break;
            case { MayRepeat: true } when !isSilent:
                call.MayRepeat = false;
                Reopen(call);
                break;
            default:
                Finish(call, new CallOutcome.Failed(
                    ExitCode.OutcomeUnknown, isSilent ? Loss.OutOfTime(link.Environment) : Loss.AfterAccepted(link.Environment.Instance)));
                break;
        }
    }

    /// <param name="call">One that surely did not run.</param>
    /// <param name="why">Why not.</param>
    private void SendAgain(BatchCall call, Refusal why)
    {
        if (++call.Refusals < SkillCaller.MaxRounds)
        {
            Reopen(call);
        }
        else
        {
            Finish(call, new CallOutcome.Failed(ExitCode.Unreachable, Loss.GaveUp(why, _instance!)));
        }
    }

    /// <summary>It goes to the next host, before any line that is still waiting.</summary>
    private void Reopen(BatchCall call)
    {
        _openCalls--;
        _again.Enqueue(call);
    }

    private void Send(BatchCall call)
    {
        _openCalls++;
        while (_link is not { IsOpen: true } && _noHost is null)
        {
            _link = Open();
            if (_link is null && _noHost is null && ++call.Refusals >= SkillCaller.MaxRounds)
            {
                Finish(call, new CallOutcome.Failed(ExitCode.Unreachable, Loss.GaveUp(Refusal.Gone, _instance!)));
                return;
            }
        }

        if (_noHost is { } why)
        {
            // What cannot start is not tried again for every line that is left.
            Finish(call, why);
        }
        else
        {
            _link!.Add(call);
        }
    }

    private BatchLink? Open()
    {
        if (_pauseBeforeNext)
        {
            Thread.Sleep(SkillCaller.PauseAfterDeath);
        }

        try
        {
            var environment = _access.ReadEnvironment();
            _instance = environment.Instance;
            var connection = _access.Reach(environment, _options.KeepAlive, new Deadline(limit: null));
            _pauseBeforeNext = connection is null;
            return connection is null ? null : new BatchLink(connection, environment, CallPatience, _mailbox);
        }
        catch (SkillException e)
        {
            _noHost = new CallOutcome.Failed(e.ExitCode, e.Message);
            return null;
        }
    }

    private void Finish(BatchCall call, CallOutcome.Failed failure) => Close(_output.Write(call.Id, failure));

    private void Close(bool isRead)
    {
        _isUnread |= !isRead;
        _openCalls--;
    }
}
