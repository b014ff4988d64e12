using System.Buffers;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
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
    /// <param name="awaited">What an error without a usable id is about, if that is known.</param>
    /// <returns>What the SDK gets in its place; null for nothing.</returns>
    public JsonRpcMessage? Sort(ReadOnlySequence<byte> line, EnvelopeScanner envelope, RequestId? awaited = null)
    {
        var answered = envelope.HasMethod ? null : envelope.Id ?? (envelope.HasError ? awaited : null);
        if (answered is { } id && tap.TryFind(id, out var call))
        {
            return SortAnswer(call, id, line, envelope.AsksForInput);
        }

        if (answered is { } other && !tap.IsAwaitedBySdk(other))
        {
            oddities.CountStrayAnswer();
            return null;
        }

        if (!envelope.IsObject || ServerMessage.Parse(line, awaited) is not { } message)
        {
            oddities.CountStrangeLine();
            return null;
        }

        tap.OnReceived(message);
        return message switch
        {
            ServerMessage.Answer answer => ServerMessage.HandshakeForSdk(answer),
            ServerMessage.Notification { Method: not NotificationMethods.CancelledNotification } => null,
            _ => message.ToSdk(),
        };
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
