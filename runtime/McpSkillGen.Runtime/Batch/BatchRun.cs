using System.Diagnostics.CodeAnalysis;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Batch;

/// <summary>
/// Many calls over one connection. One loop owns the state: the input and each connection are read by a thread of their
/// own, and post what they read. At-most-once holds for every call by itself: what a lost host had accepted is of unknown
/// outcome, what it had not goes to the next host.
/// </summary>
/// <param name="folder">The skill.</param>
/// <param name="access">The way to its host.</param>
/// <param name="options">How many calls at once, and how.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore holds no handle, and the input's thread may still wait on it when the batch ends early.")]
internal sealed class BatchRun(SkillFolder folder, HostAccess access, BatchOptions options)
{
    private readonly Mailbox<BatchEvent> _mailbox = new();
    private readonly BatchOutput _output = new();
    private readonly SemaphoreSlim _room = new(options.Parallel);
    private BatchLink? _link;
    private InstancePaths? _instance;
    private bool _pauseBeforeNext;
    private CallOutcome.Failed? _noHost;
    private int _openCalls;
    private bool _isUnread;

    private TimeSpan? CallPatience => options.Timeout + HostPatience.FirstWord;

    /// <summary>Runs the batch to its end.</summary>
    /// <param name="input">Its lines; disposed when they are read.</param>
    /// <param name="parser">Understands them.</param>
    /// <exception cref="SkillException">The input cannot be read, or the output not be written.</exception>
    public ExitCode Run(Stream input, BatchLineParser parser)
    {
        new BatchInput(input, parser, _room, _mailbox).Start();
        BatchEvent.InputEnded? end = null;
        while (!_isUnread && (end is null || _openCalls > 0))
        {
            if (!_mailbox.TryTake(out var letter))
            {
                Flush();
                if (_isUnread)
                {
                    break;
                }

                letter = _mailbox.Take();
            }

            switch (letter)
            {
                case BatchEvent.LineRead { Line: BatchLine.Call line }:
                    _openCalls++;
                    Send(new BatchCall(line, options.Timeout));
                    break;
                case BatchEvent.LineRead { Line: BatchLine.Wrong line }:
                    _isUnread |= !_output.Write(line.Id, new CallOutcome.Failed(ExitCode.WrongArguments, line.Why));
                    _room.Release();
                    break;
                case BatchEvent.FrameArrived { Link: var link, Kind: var kind, Call: var call, Payload: var payload }:
                    OnFrame(link, kind, call, payload);
                    break;
                case BatchEvent.LinkEnded { Link: var link, IsSilent: var isSilent }:
                    OnEnded(link, isSilent);
                    break;
                case BatchEvent.InputEnded ended:
                    end = ended;
                    break;
            }
        }

        Flush();
        if (end?.Trouble is { } trouble)
        {
            throw new SkillException(ExitCode.WrongEnvironment, trouble);
        }

        // Nobody reads any more (`| head`): the calls in flight end with us, as those of any caller that is gone.
        return _output.IsAllWell && !_isUnread ? ExitCode.Success : ExitCode.ToolFailed;
    }

    // Only when nothing more has come: under load many calls, and many answers, share a write.
    private void Flush()
    {
        if (_link is { IsOpen: true })
        {
            _link.Flush();
        }

        _isUnread |= !_output.Flush();
    }

    private void OnFrame(BatchLink link, FrameKind kind, uint number, byte[] payload)
    {
        switch (kind)
        {
            case FrameKind.Welcome:
                link.IsWelcome = true;
                if (WireProtocol.NoteIn(payload) is { } note)
                {
                    access.Observer.OnNote(note);
                }

                break;
            case FrameKind.Stale or FrameKind.Retiring when number == 0:
                link.IsOpen = false;
                foreach (var call in TakeAll(link))
                {
                    SendAgain(call, kind is FrameKind.Stale ? Refusal.Stale : Refusal.Retiring);
                }

                break;
            case FrameKind.Retiring when link.InFlight.Remove(number, out var refused):
                // What it has accepted, it still ends, and the rest it refuses one by one.
                link.Flush();
                link.IsOpen = false;
                SendAgain(refused, Refusal.Retiring);
                break;
            case FrameKind.Accepted when link.InFlight.TryGetValue(number, out var accepted):
                accepted.IsAccepted = true;
                break;
            case FrameKind.Result when link.InFlight.Remove(number, out var answered):
                Close(_output.Write(answered.Id, answered.Tool.CommandName, payload));
                break;
            case FrameKind.Failure when link.InFlight.Remove(number, out var failed):
                var failure = CallOutcome.Failed.Parse(payload);
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
            _noHost ??= new CallOutcome.Failed(ExitCode.Unreachable, Loss.SaidNothing(folder));
        }
        else if (!link.IsWelcome && link.Child is { } child)
        {
            _noHost ??= new CallOutcome.Failed(ExitCode.Unreachable, child.LastWords());
        }

        _pauseBeforeNext = true;
        foreach (var call in TakeAll(link))
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
                Send(call);
                break;
            default:
                Finish(call, new CallOutcome.Failed(
                    ExitCode.OutcomeUnknown, isSilent ? Loss.OutOfTime(folder) : Loss.AfterAccepted(link.Environment.Instance)));
                break;
        }
    }

    private void SendAgain(BatchCall call, Refusal why)
    {
        if (++call.Refusals < SkillCaller.MaxRounds)
        {
            Send(call);
        }
        else
        {
            Finish(call, new CallOutcome.Failed(ExitCode.Unreachable, Loss.GaveUp(why, _instance!)));
        }
    }

    private void Send(BatchCall call)
    {
        if (_link is not { IsOpen: true })
        {
            _link = _noHost is null ? Open() : null;
        }

        if (_noHost is { } why)
        {
            // What cannot start is not tried again for every line that is left.
            Finish(call, why);
        }
        else if (_link is null)
        {
            SendAgain(call, Refusal.Gone);
        }
        else
        {
            _link.Add(call);
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
            var environment = access.ReadEnvironment();
            _instance = environment.Instance;
            var connection = access.Reach(environment, options.KeepAlive);
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
        _room.Release();
    }

    private static BatchCall[] TakeAll(BatchLink link)
    {
        var calls = link.InFlight.Values.ToArray();
        link.InFlight.Clear();
        return calls;
    }
}
