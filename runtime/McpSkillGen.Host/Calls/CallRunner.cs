using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using McpSkillGen.Host.Auditing;
using McpSkillGen.Host.Faults;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Statistics;
using McpSkillGen.Host.Streams;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Rules;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Calls;

/// <summary>
/// Takes one call from its arrival to its last frame. <c>Accepted</c> is on the wire before the request is. A caller that
/// got it must not repeat the call; one that did not may.
/// </summary>
internal sealed class CallRunner(SkillConfig config, ServerSlot slot, HostLog log)
{
    private const int InvalidParams = -32602;

    // If sooner, every start of a Python server would cause noise. If later, people press Ctrl-C.
    private static readonly TimeSpan FirstReminder = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LaterReminders = TimeSpan.FromSeconds(8);

    /// <summary>Decides whether a call is made; null if every call is.</summary>
    public CallGate? Gate { get; init; }

    /// <summary>Keeps a line for every call; null if nobody asked for that.</summary>
    public AuditTrail? Audit { get; init; }

    /// <summary>Keeps what the server answers; null if nobody asked for that.</summary>
    public CallRecording? Recording { get; init; }

    /// <summary>Who a client is, for the audit; null without one.</summary>
    public Lazy<Caller>? CallerOf(ClientConnection client)
    {
        if (Audit is not { } audit)
        {
            return null;
        }

        // At once: later the connection may be closed.
        var processId = client.ProcessId;
        return new Lazy<Caller>(() => audit.CallerOf(processId));
    }

    /// <summary>Runs the call.</summary>
    /// <returns>How it ended, with the call's last frame. The loop sends it when the call is off its books: from then on the
    /// client may use the id again.</returns>
    public async Task<CallEnd> RunAsync(ActiveCall call)
    {
        var watch = Stopwatch.StartNew();
        Ending ending;
        try
        {
            ending = await ForwardAsync(call).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.Cause is not CancelCause.None)
        {
            ending = CutShort(call, wasAccepted: false);
        }
        catch (SkillException e)
        {
            ending = new Ending.Failed(new FailureMessage(call.Id, e.ExitCode, e.Message));
        }
        catch (Exception e)
        {
            // The edge of a call: a bug of ours costs this one caller an error, and nobody else the host.
            log.WriteCall(call.Name, $"failed in the host: {e.GetType().Name} {e.StackTrace?.ReplaceLineEndings(" ")}");
            ending = new Ending.Failed(new FailureMessage(call.Id, ExitCode.OutcomeUnknown, $"The host failed during this call: {e.GetType().Name}: {e.Message} Check before you call again."));
        }

        switch (ending)
        {
            case Ending.Answered { Result: var result } when Recording?.AddResult(call.Message.Method, call.Message.Params, result.ToArray()) is false:
            case Ending.Failed { Failure.ErrorJson: { } error } when Recording?.AddError(call.Message.Method, call.Message.Params, error) is false:
                call.Tell("warning", "This answer could not be recorded.");
                break;
        }

        var verdict = Judge(ending);
        log.WriteCall(call.Name, $"{Tell(ending, verdict)} after {watch.ElapsedMilliseconds} ms");
        var duration = watch.Elapsed;
        return new CallEnd(LastFrame(call, ending), verdict, duration)
        {
            Record = call.Caller is null || verdict is CallVerdict.NotTaken ? null : () => Record(call, verdict, duration),
        };
    }

    private async Task<Ending> ForwardAsync(ActiveCall call)
    {
        if (call.Message.ToolName is { } tool && !config.Tools.Offers(tool))
        {
            return new Ending.Failed(new FailureMessage(
                call.Id, ExitCode.WrongArguments, $"The tool '{tool}' is not offered by this skill: \"tools\" in mcp-config.json excludes it."));
        }

        var judged = Gate?.Check(call);

        // A caller's own limit covers the server's start. The config's limit counts from forwarding, so that a cold start does not time out.
        using var explicitLimit = CallLimit.Start(call, call.Message.Timeout);
        var session = await StartedAsync(call).ConfigureAwait(false);
        if (judged is not null)
        {
            await Gate!.AdmitAsync(call, judged, session, explicitLimit).ConfigureAwait(false);
        }

        FaultPoint.Reach(FaultPoint.BeforeAccepted);
        if (!await call.Client.AcceptAsync(call.Id, call.Cancelled).ConfigureAwait(false))
        {
            call.Cancel(CancelCause.Vanished);
            return CutShort(call, wasAccepted: false);
        }

        FaultPoint.Reach(FaultPoint.AfterAccepted);
        var odditiesBefore = session.Oddities;
        using var defaultLimit = call.Message.Timeout is null ? CallLimit.Start(call, config.CallTimeout) : null;
        try
        {
            return ToEnding(call, await RequestAsync(call, session, defaultLimit).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (call.Cause is not CancelCause.None)
        {
            return CutShort(call, wasAccepted: true, session.TellOdditiesSince(odditiesBefore));
        }
        finally
        {
            call.WithdrawQuestions();
        }
    }

    /// <summary>The server, as soon as it is ready. A caller that waits long is told so.</summary>
    private async Task<ServerSession> StartedAsync(ActiveCall call)
    {
        var starting = slot.GetAsync();
        if (!starting.IsCompleted)
        {
            var watch = Stopwatch.StartNew();
            using var reminder = new Timer(
                _ => call.TellStillStarting(slot.Subject, watch.Elapsed, slot.LatestWords), state: null, FirstReminder, LaterReminders);
            return await starting.WaitAsync(call.Cancelled).ConfigureAwait(false);
        }

        return await starting.ConfigureAwait(false);
    }

    /// <summary>
    /// Asks the server, and asks again in a new session if the first one was lost: only if the request certainly did not run, or
    /// may run twice. A server that is a process is never asked twice: it seldom ends because of the network.
    /// </summary>
    private async Task<ServerAnswer> RequestAsync(ActiveCall call, ServerSession session, CallLimit? limit)
    {
        var answer = await session.RequestAsync(call.Message.Method, call.Message.Params, Relay(call, limit), call.Cancelled).ConfigureAwait(false);
        var mayHaveRun = answer is ServerAnswer.Lost;
        if (!session.IsRemote || answer is not (ServerAnswer.SessionLost or ServerAnswer.Lost) || (mayHaveRun && !call.Message.IsSafeToRepeat))
        {
            return answer;
        }

        log.WriteCall(call.Name, mayHaveRun ? "its answer was lost, and it is safe to repeat: asking again" : "the server did not take it: asking again in a new session");
        session.GiveUp();
        try
        {
            var fresh = await slot.GetAsync().WaitAsync(call.Cancelled).ConfigureAwait(false);
            var second = await fresh.RequestAsync(call.Message.Method, call.Message.Params, Relay(call, limit), call.Cancelled).ConfigureAwait(false);
            return second is ServerAnswer.SessionLost { Otherwise: var plain } ? plain : second;
        }
        catch (SkillException e) when (mayHaveRun)
        {
            return new ServerAnswer.Lost($"{((ServerAnswer.Lost)answer).How}\nIt could not be asked again: {e.Message}");
        }
    }

    private CallRelay Relay(ActiveCall call, CallLimit? limit) => new(call, config.Tools, limit);

    private static Ending ToEnding(ActiveCall call, ServerAnswer answer) => answer switch
    {
        ServerAnswer.Result { Json: var result } => new Ending.Answered(result),
        ServerAnswer.TooLong => new Ending.Failed(new FailureMessage(
            call.Id, ExitCode.ToolFailed, $"The tool ran, and its result is longer than the {Frame.MaxPayloadLength >> 20} MB that can be passed on. Ask for less.")),
        ServerAnswer.Unusable { Why: var why, Excerpt: var excerpt } => new Ending.Failed(new FailureMessage(
            call.Id, ExitCode.OutcomeUnknown, $"The server's answer {why}: the tool may or may not have run. Check before you call again, and report it to the server's authors.{(excerpt.Length > 0 ? $"\nIt begins: {excerpt}" : "")}")),
        ServerAnswer.Error { Detail: var error } => new Ending.Failed(new FailureMessage(
            call.Id, error.Code == InvalidParams ? ExitCode.WrongArguments : ExitCode.ToolFailed, $"The server answered with {error.Words}", error.Json.GetRawText())),
        ServerAnswer.NotDelivered { Why: var why } => new Ending.Failed(new FailureMessage(call.Id, ExitCode.Unreachable, why)),
        ServerAnswer.Lost { How: var how } => new Ending.Failed(new FailureMessage(
            call.Id, ExitCode.OutcomeUnknown, $"No answer came: the tool may or may not have run. Check before you call again.\n{how}")),
        ServerAnswer.SessionLost { Otherwise: var otherwise } => ToEnding(call, otherwise),
        _ => throw new UnreachableException(),
    };

    private Ending CutShort(ActiveCall call, bool wasAccepted, string? oddities = null) => (call.Cause, wasAccepted) switch
    {
        (CancelCause.Vanished, _) => new Ending.Abandoned(),
        (CancelCause.HostStopping, false) => new Ending.Declined(),
        (CancelCause.HostStopping, true) => new Ending.Failed(new FailureMessage(
            call.Id, ExitCode.OutcomeUnknown, "The host was told to stop and cancelled the call: the tool may or may not have run. Check before you call again.")),
        (CancelCause.TimedOut, false) => new Ending.Failed(new FailureMessage(
            call.Id, ExitCode.TimedOut, $"The server was not ready within {call.Message.Timeout?.TotalSeconds:0.###} s; the tool did not run. It is still starting: call again, or allow more time.{(slot.LatestWords is { } words ? $" It said last: {words}" : "")}")),
        (CancelCause.TimedOut, true) => new Ending.Failed(new FailureMessage(
            call.Id, ExitCode.TimedOut, $"No answer within {(call.Message.Timeout ?? config.CallTimeout).TotalSeconds:0.###} s; the server was told to cancel. Allow more time with --timeout, or with \"timeout\" in mcp-config.json.{(oddities is null ? "" : "\n" + oddities)}")),
        (_, false) => new Ending.Failed(new FailureMessage(call.Id, ExitCode.Interrupted, "Interrupted; the tool did not run.")),
        _ => new Ending.Failed(new FailureMessage(call.Id, ExitCode.Interrupted, "Interrupted; the server was told to cancel.")),
    };

    private static CallVerdict Judge(Ending ending) => ending switch
    {
        Ending.Answered { Result: var result } => IsToolError(result) ? CallVerdict.ToolError : CallVerdict.Succeeded,
        Ending.Failed { Failure.ExitCode: ExitCode.ToolFailed or ExitCode.WrongArguments } => CallVerdict.ToolError,
        Ending.Failed { Failure.ExitCode: ExitCode.WrongEnvironment or ExitCode.Unreachable } => CallVerdict.Unreachable,
        Ending.Failed { Failure.ExitCode: ExitCode.NotAllowed } => CallVerdict.Refused,
        Ending.Failed { Failure.ExitCode: ExitCode.TimedOut } => CallVerdict.TimedOut,
        Ending.Failed { Failure.ExitCode: ExitCode.Interrupted } or Ending.Abandoned => CallVerdict.Cancelled,
        Ending.Declined => CallVerdict.NotTaken,
        _ => CallVerdict.Lost,
    };

    private void Record(ActiveCall call, CallVerdict verdict, TimeSpan duration)
    {
        try
        {
            Audit!.Write(EntryOf(call, call.Caller!.Value, verdict, duration));
        }
        catch (Exception e)
        {
            // A bug of ours costs the audit a line, and nobody the host.
            log.WriteCall(call.Name, $"is not in the audit: {e.GetType().Name} {e.StackTrace?.ReplaceLineEndings(" ")}");
        }
    }

    private AuditEntry EntryOf(ActiveCall call, Caller caller, CallVerdict verdict, TimeSpan duration)
    {
        var message = call.Message;
        JsonElement? arguments = Audit!.KeepsArguments && ForeignJson.TryParse(message.Params, out var parsed, out _)
            ? message.Method == CallMessage.ToolMethod ? parsed.RootElement.Member("arguments"u8) : parsed.RootElement
            : null;
        return new AuditEntry(
            caller,
            message.Method,
            message.ToolName,
            CallRule.Name(call.Ruling.Decision),
            call.Ruling.Rule,
            call.Ruling.Approval,
            NameOf(verdict),
            duration,
            arguments is { ValueKind: JsonValueKind.Undefined } ? null : arguments);
    }

    private static string NameOf(CallVerdict verdict) => verdict switch
    {
        CallVerdict.Succeeded => "succeeded",
        CallVerdict.ToolError => "tool error",
        CallVerdict.Unreachable => "not started",
        CallVerdict.TimedOut => "timed out",
        CallVerdict.Cancelled => "cancelled",
        CallVerdict.Refused => "refused",
        _ => "lost",
    };

    private static bool IsToolError(ReadOnlySequence<byte> result)
    {
        // Most results do not contain the word at all, and may be large.
        if (result.IsSingleSegment && result.FirstSpan.IndexOf("isError"u8) < 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(result, ToolErrorMark.ReaderOptions);
        return ToolErrorMark.IsIn(ref reader);
    }

    private static string Tell(Ending ending, CallVerdict verdict) => ending switch
    {
        Ending.Answered { Result: var result } when verdict is CallVerdict.ToolError => $"answered with an error of {result.Length} bytes",
        Ending.Answered { Result: var result } => $"answered with {result.Length} bytes",
        Ending.Failed { Failure: var failure } => $"failed ({failure.ExitCode})",
        Ending.Declined => "not accepted",
        _ => "abandoned by its caller",
    };

    private static Outgoing? LastFrame(ActiveCall call, Ending ending)
    {
        switch (ending)
        {
            case Ending.Answered { Result: var result }:
                return OutgoingFrame.Of(FrameKind.Result, call.Id, result);
            case Ending.Failed { Failure: var failure }:
                return OutgoingFrame.Of(failure);
            case Ending.Declined:
                return OutgoingFrame.Of(FrameKind.Retiring, call.Id, []);
            default:
                return null;
        }
    }

    private abstract record Ending
    {
        public sealed record Answered(ReadOnlySequence<byte> Result) : Ending;

        public sealed record Failed(FailureMessage Failure) : Ending;

        /// <summary>Not accepted, because the host is leaving.</summary>
        public sealed record Declined : Ending;

        /// <summary>The caller is gone.</summary>
        public sealed record Abandoned : Ending;
    }

    private sealed class CallRelay(ActiveCall call, ToolFilter tools, CallLimit? limit) : ICallListener
    {
        public bool CanAnswer => call.Message.CanAsk;

        public bool TakesDefaults => call.Message.ToolName is { } tool && tools.AnswersWithDefaults(tool);

        public async Task<ReadOnlyMemory<byte>?> AskAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken)
        {
            limit?.Pause();
            try
            {
                return await call.AskAsync(FrameKind.Question, question, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                limit?.BeginAnew();
            }
        }

        public void OnProgress(ReadOnlySpan<byte> notification) => call.Client.SendIfKeepingUp(FrameKind.Progress, call.Id, notification);

        public void OnLog(ReadOnlySpan<byte> notification) => call.Client.SendIfKeepingUp(FrameKind.Log, call.Id, notification);
    }
}
