using System.Buffers;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Client;

/// <summary>One request to the skill's server.</summary>
/// <param name="Method">The MCP method.</param>
/// <param name="Params">Its params: one JSON object, UTF-8.</param>
/// <param name="Timeout">The caller's own limit; null leaves it to the config.</param>
/// <param name="IsSafeToRepeat">Whether the request may be sent again if its answer was lost.</param>
/// <param name="KeepAlive">False: use a child process as the host, which ends with the call.</param>
internal sealed record CallRequest(
    string Method, ReadOnlyMemory<byte> Params, TimeSpan? Timeout = null, bool IsSafeToRepeat = false, bool KeepAlive = true);

/// <summary>
/// Sends a request to the host of its skill and returns the answer. It finds or starts the host, tries a new one if that is
/// stale or stopping, and never sends an accepted request again unless it is safe to repeat.
/// </summary>
/// <param name="folder">The skill.</param>
/// <param name="skillName">Its name, which is also its executor's.</param>
/// <param name="observer">Receives what happens during a call.</param>
/// <param name="variable">Looks a variable up; null for this process's own environment.</param>
internal sealed class SkillCaller(
    SkillFolder folder, string skillName, ICallObserver observer, Func<string, string?>? variable = null)
{
    // A round fails if the host was stopping or died before it accepted. A few in a row are bad luck, and a host that is killed
    // can be met twice: the kernel closes its connections before its socket. More than this is a fault that no retry mends.
    public const int MaxRounds = 10;

    public static readonly TimeSpan PauseAfterDeath = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How long a host may exceed the caller's limit. It keeps the limit itself, and its own word about it is better: it has
    /// told the server to cancel.
    /// </summary>
    public static readonly TimeSpan AnswerGrace = TimeSpan.FromSeconds(2);

    // What the system's buffers take at once does not wait for the host to read it.
    private const int LargeOpening = 64 * 1024;

    private const uint CallId = 1;

    private readonly HostAccess _access = new(folder, skillName, observer, variable);

    /// <inheritdoc cref="HostConnection.FirstMessagePatience"/>
    public TimeSpan WelcomePatience { get; init; } = HostConnection.FirstMessagePatience;

    /// <summary>Makes the call, blocking.</summary>
    /// <param name="request">What to ask for.</param>
    /// <param name="cancellationToken">Tells the server to cancel; the call then ends as <see cref="ExitCode.Interrupted"/>.</param>
    /// <exception cref="SkillException">The call could not be handed over.</exception>
    public CallOutcome Call(CallRequest request, CancellationToken cancellationToken = default)
    {
        var mayRepeat = request.IsSafeToRepeat;
        var deadline = new Deadline(request.Timeout);
        for (var round = 1; ; round++)
        {
            // At this point no host can still run the call.
            if (cancellationToken.IsCancellationRequested)
            {
                return new CallOutcome.Failed(ExitCode.Interrupted, "Interrupted before a host accepted the call.");
            }

            // Read again in each round: if a host is stale, what we read may be stale too.
            var environment = _access.ReadEnvironment();
            using var connection = _access.Reach(environment, request.KeepAlive, deadline);
            var outcome = connection is null
                ? new CallOutcome.NotAccepted(Refusal.Gone)
                : Converse(connection, environment, request, deadline, cancellationToken);
            switch (outcome)
            {
                case CallOutcome.NotAccepted when deadline.HasPassed:
                    return new CallOutcome.Failed(ExitCode.TimedOut, Loss.NotInTime(environment, deadline));
                case CallOutcome.NotAccepted when connection?.Child is { } child:
                    return new CallOutcome.Failed(ExitCode.Unreachable, child.LastWords());
                case CallOutcome.NotAccepted { Why: var why } when round >= MaxRounds:
                    return new CallOutcome.Failed(ExitCode.Unreachable, Loss.GaveUp(why, environment.Instance));
                case CallOutcome.NotAccepted { Why: Refusal.Gone }:
                    Thread.Sleep(PauseAfterDeath);
                    continue;
                case CallOutcome.NotAccepted:
                    continue;
                case CallOutcome.Lost when mayRepeat:
                    mayRepeat = false;
                    continue;
                case CallOutcome.Lost:
                    return new CallOutcome.Failed(ExitCode.OutcomeUnknown, Loss.AfterAccepted(environment.Instance));
                case var ended:
                    return ended;
            }
        }
    }

    private CallOutcome Converse(
        HostConnection connection, SkillEnvironment environment, CallRequest request, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            var opening = Opening(environment.Greeting, request);
            var patience = deadline.Within(WelcomePatience);
            connection.SetPatience(connection.Child is null ? patience : deadline.Left);
            if (opening.Length > LargeOpening)
            {
                connection.SetSendPatience(patience);
            }

            connection.Send(opening);
        }
        catch (IOException)
        {
            return new CallOutcome.NotAccepted(Refusal.Gone);
        }
        catch (TimeoutException)
        {
            return NoAnswer(connection, environment, deadline, accepted: false);
        }

        using var cancelling = cancellationToken.UnsafeRegister(
            static state => ((HostConnection)state!).Cancel(CallId), connection);
        return Listen(connection, environment, deadline);
    }

    private CallOutcome.Failed NoAnswer(HostConnection connection, SkillEnvironment environment, Deadline deadline, bool accepted)
    {
        var outcome = accepted ? new CallOutcome.Failed(ExitCode.OutcomeUnknown, Loss.OutOfTime(environment))
            : deadline.HasPassed ? new CallOutcome.Failed(ExitCode.TimedOut, Loss.NotInTime(environment, deadline))
            : new CallOutcome.Failed(ExitCode.Unreachable, Loss.SaidNothing(environment, WelcomePatience));
        connection.Child?.End();
        return outcome;
    }

    private CallOutcome Listen(HostConnection connection, SkillEnvironment environment, Deadline deadline)
    {
        var accepted = false;
        while (true)
        {
            Parsed<HostMessage>? next;
            try
            {
                next = connection.Read();
            }
            catch (TimeoutException)
            {
                return NoAnswer(connection, environment, deadline, accepted);
            }

            if (next is not { } parsed)
            {
                return accepted ? new CallOutcome.Lost() : new CallOutcome.NotAccepted(Refusal.Gone);
            }

            switch (parsed.Message)
            {
                case null:
                    return CallOutcome.Failed.NotUnderstood(parsed.Refusal, accepted);
                case WelcomeMessage welcome:
                    if (welcome.Note is { } note)
                    {
                        observer.OnNote(note);
                    }

                    // From here on the host waits for the server and keeps the call's limits; our limit is for a host that hangs.
                    connection.SetPatience(deadline.Left + AnswerGrace);
                    break;
                case StaleMessage:
                    return new CallOutcome.NotAccepted(Refusal.Stale);
                case RetiringMessage:
                    return new CallOutcome.NotAccepted(Refusal.Retiring);
                case AcceptedMessage:
                    accepted = true;
                    break;
                case ProgressMessage { Params: var progress }:
                    observer.OnProgress(progress);
                    connection.SetPatience(deadline.Left + AnswerGrace);
                    break;
                case LogMessage { Params: var log }:
                    observer.OnLog(log);
                    connection.SetPatience(deadline.Left + AnswerGrace);
                    break;
                case QuestionMessage question:
                    deadline.Pause(() => Answer(connection, question));
                    connection.SetPatience(deadline.Left + AnswerGrace);
                    break;
                case ResultMessage { Json: var result }:
                    return new CallOutcome.Answered(result);
                case FailureMessage failure:
                    return CallOutcome.Failed.Of(failure);
            }
        }
    }

    private void Answer(HostConnection connection, QuestionMessage question)
    {
        var payload = new ArrayBufferWriter<byte>();
        var frame = new ArrayBufferWriter<byte>();
        new ReplyMessage(CallId, question.Question, observer.OnQuestion(question.Params)).WriteTo(payload);
        FrameWriter.Write(frame, FrameKind.Reply, CallId, payload.WrittenSpan);
        try
        {
            connection.Send(frame.WrittenSpan);
        }
        catch (IOException)
        {
            // If the host is gone, the next read ends the call.
        }
    }

    private ReadOnlySpan<byte> Opening(HelloMessage greeting, CallRequest request)
    {
        var payload = new ArrayBufferWriter<byte>(256);
        var frames = new ArrayBufferWriter<byte>(512 + request.Params.Length);
        greeting.WriteTo(payload);
        FrameWriter.Write(frames, FrameKind.Hello, 0, payload.WrittenSpan);
        payload.ResetWrittenCount();
        new CallMessage(CallId, request.Method, request.Params, request.Timeout, request.IsSafeToRepeat, observer.CanAnswer).WriteTo(payload);
        FrameWriter.Write(frames, FrameKind.Call, CallId, payload.WrittenSpan);
        return frames.WrittenSpan;
    }
}
