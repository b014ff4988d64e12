using System.Buffers;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>
/// Decides where a server's message goes, whatever carried it. The SDK gets what it must understand, in a form that it does
/// understand: handshakes, requests, and that a request is cancelled. The answer to a forwarded call goes past it, as the bytes
/// that the server wrote: the SDK would build a tree of it that takes thirteen times its size, and has no limit.
/// </summary>
/// <param name="tap">Knows which call an answer belongs to, and sees every message in the order of the wire.</param>
/// <param name="oddities">Counts messages that nobody can use.</param>
internal sealed class MessageSorter(CallTap tap, ServerOddities oddities)
{
    /// <summary>Whether an answer of this id has not come yet.</summary>
    public bool IsAwaited(RequestId id) => tap.TryFind(id, out _) || tap.IsAwaitedBySdk(id);

    /// <param name="line">The message's bytes; kept if they are an answer.</param>
    /// <param name="envelope">What it looks like.</param>
    /// <param name="awaited">What an error without an id is about, if what carries it tells.</param>
    /// <returns>What the SDK gets in its place; null for nothing.</returns>
    public JsonRpcMessage? Sort(ReadOnlySequence<byte> line, EnvelopeScanner envelope, RequestId? awaited = null)
    {
        var answered = AnsweredBy(line, envelope, awaited);
        if (answered is { } id && tap.TryFind(id, out var call))
        {
            return SortAnswer(call, id, line, envelope.AsksForInput);
        }

        if (answered is not null && !tap.IsAwaitedBySdk(answered.Value))
        {
            oddities.CountStrayAnswer();
            return null;
        }

        if (!envelope.IsObject || ServerMessage.Parse(line) is not { } message)
        {
            oddities.CountStrangeLine(line);
            return null;
        }

        return SortForSdk(message is ServerMessage.Failure failure ? failure with { Id = answered } : message);
    }

    /// <inheritdoc cref="Sort(ReadOnlySequence{byte}, EnvelopeScanner, RequestId?)"/>
    public JsonRpcMessage? Sort(ReadOnlySequence<byte> line, RequestId? awaited)
    {
        var envelope = new EnvelopeScanner();
        foreach (var piece in line)
        {
            envelope.Scan(piece.Span);
        }

        return Sort(line, envelope, awaited);
    }

    /// <param name="envelope">What a message looks like that is too long to be kept.</param>
    /// <returns>What the SDK gets in its place; null for nothing.</returns>
    public JsonRpcMessage? SortOverlong(EnvelopeScanner envelope)
    {
        if (!envelope.HasMethod && envelope.Id is { } id && tap.TryFind(id, out var call))
        {
            return PastTheSdk(call, id, new LineAnswer.Overlong());
        }

        oddities.CountOverlongLine();
        return null;
    }

    /// <returns>The request that is answered; null if it is no answer, or to nothing that is known.</returns>
    private RequestId? AnsweredBy(ReadOnlySequence<byte> line, EnvelopeScanner envelope, RequestId? awaited)
    {
        if (envelope is { HasMethod: false, Id: not null } or { IsObject: false })
        {
            return envelope.HasMethod ? null : envelope.Id;
        }

        if (envelope is { HasMethod: true, HasResult: false, HasError: false })
        {
            return null;
        }

        return ServerMessage.Parse(line) switch
        {
            // Its id is written with escapes, or it has a method that is null.
            ServerMessage.Answer answer => answer.Id,

            // A server that cannot read a request does not know its id.
            ServerMessage.Failure failure => failure.Id ?? awaited ?? tap.OnlyAwaited,
            _ => null,
        };
    }

    private JsonRpcMessage? SortForSdk(ServerMessage message)
    {
        switch (message)
        {
            case ServerMessage.Failure { Id: null }:
                oddities.CountStrayAnswer();
                return null;
            case ServerMessage.Request request when !tap.TryTake(request):
                oddities.CountUnansweredRequest();
                return null;
            case ServerMessage.Notification { Method: NotificationMethods.CancelledNotification, Params: var cancelled }
                when ServerMessage.IdOf(cancelled.Member("requestId"u8)) is not { } id || !tap.TryWithdraw(id):
                return null;
        }

        tap.OnReceived(message);
        return message switch
        {
            ServerMessage.Answer answer => tap.ForSdk(answer),
            ServerMessage.Notification { Method: not NotificationMethods.CancelledNotification } => null,
            _ => message.ToSdk(),
        };
    }

    private JsonRpcMessage? SortAnswer(ForwardedCall call, RequestId id, ReadOnlySequence<byte> line, bool asksForInput)
    {
        if (asksForInput && call.IsPastSdk)
        {
            return PastTheSdk(call, id, new LineAnswer.InputRequired(line));
        }

        if (asksForInput && ServerMessage.Parse(line) is ServerMessage.Answer question)
        {
            // The SDK asks, and calls again.
            tap.Forget(id);
            return question.ToSdk();
        }

        return PastTheSdk(call, id, new LineAnswer.Complete(line));
    }

    private JsonRpcResponse? PastTheSdk(ForwardedCall call, RequestId id, LineAnswer answer)
    {
        tap.Forget(id);
        call.Answer(answer);

        // Ends the SDK's own waiting. Nobody looks at it.
        return call.IsPastSdk ? null : new JsonRpcResponse { Id = id, Result = new JsonObject() };
    }
}
