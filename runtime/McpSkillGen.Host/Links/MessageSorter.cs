using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>
/// Decides what becomes of a server's message, whatever carried it. The SDK gets what it has to understand: handshakes,
/// requests, notifications and errors. A result of a forwarded call goes past it as the bytes that the server wrote,
/// because the SDK would make a tree of it that takes thirteen times its size, and has no limit.
/// </summary>
/// <param name="tap">Knows whose answer is whose, and hears every message in the order of the wire.</param>
/// <param name="oddities">Counts what nobody can use.</param>
internal sealed class MessageSorter(CallTap tap, ServerOddities oddities)
{
    // What becomes a tree in the SDK: no notification, request or error is honestly longer.
    private const int MaxParsedLength = 16 * 1024 * 1024;

    /// <param name="line">The message's bytes; kept, where they are a result.</param>
    /// <param name="envelope">What it seems to be.</param>
    /// <returns>What the SDK is to read for it.</returns>
    public SortedMessage Sort(ReadOnlySequence<byte> line, EnvelopeScanner envelope)
    {
        var isAnswer = !envelope.HasMethod && envelope.Id is not null;
        if (isAnswer && tap.TryFind(envelope.Id!.Value, out var call))
        {
            return SortAnswer(call, envelope.Id.Value, line, envelope);
        }

        if (isAnswer && !tap.IsAwaitedBySdk(envelope.Id!.Value))
        {
            oddities.CountStrayAnswer();
            return default;
        }

        if (envelope.IsObject && (isAnswer || envelope.HasMethod) && Parse(line) is { } message && IsHeard(message))
        {
            return new SortedMessage(message, IsStandIn: false);
        }

        oddities.CountStrangeLine();
        return default;
    }

    /// <param name="envelope">What a message seems to be that is longer than anybody keeps.</param>
    /// <returns>What the SDK is to read for it.</returns>
    public SortedMessage SortOverlong(EnvelopeScanner envelope)
    {
        if (!envelope.HasMethod && envelope.Id is { } id && tap.TryFind(id, out var call))
        {
            return PastTheSdk(call, id, new LineAnswer.Overlong());
        }

        oddities.CountOverlongLine();
        return default;
    }

    private SortedMessage SortAnswer(ForwardedCall call, RequestId id, ReadOnlySequence<byte> line, EnvelopeScanner envelope)
    {
        if (!envelope.IsObject)
        {
            return PastTheSdk(call, id, new LineAnswer.Unusable("is not JSON"));
        }

        if (envelope is { HasResult: false, HasError: false })
        {
            return PastTheSdk(call, id, new LineAnswer.Unusable("has neither a result nor an error"));
        }

        return envelope is { HasError: false, AsksForInput: false }
            ? PastTheSdk(call, id, new LineAnswer.Complete(line))
            : SortAnswerForSdk(call, id, line, envelope.AsksForInput);
    }

    /// <summary>An error, or a result that asks for input. A server that writes both members means the one that is not null.</summary>
    private SortedMessage SortAnswerForSdk(ForwardedCall call, RequestId id, ReadOnlySequence<byte> line, bool asksForInput)
    {
        if (asksForInput && call.IsPastSdk)
        {
            return PastTheSdk(call, id, new LineAnswer.InputRequired(line));
        }

        var message = Parse(line);
        if (message is JsonRpcResponse && !asksForInput)
        {
            return PastTheSdk(call, id, new LineAnswer.Complete(line));
        }

        if (message is JsonRpcError error && call.IsPastSdk)
        {
            return PastTheSdk(call, id, new LineAnswer.Error(error.Error));
        }

        return message is not null && IsHeard(message)
            ? new SortedMessage(message, IsStandIn: false)
            : PastTheSdk(call, id, new LineAnswer.Unusable(line.Length > MaxParsedLength ? $"is an error of {line.Length} bytes" : "is not JSON-RPC"));
    }

    private SortedMessage PastTheSdk(ForwardedCall call, RequestId id, LineAnswer answer)
    {
        tap.Forget(id);
        call.Answer(answer);

        // Ends the SDK's own waiting; nobody looks at it.
        return call.IsPastSdk ? default : new SortedMessage(new JsonRpcResponse { Id = id, Result = new JsonObject() }, IsStandIn: true);
    }

    /// <returns>False when the message cannot be looked at: JSON allows what the framework's trees do not.</returns>
    private bool IsHeard(JsonRpcMessage message)
    {
        try
        {
            tap.OnReceived(message);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The same member twice, or half of a surrogate pair.
            return false;
        }
    }

    private static JsonRpcMessage? Parse(ReadOnlySequence<byte> line)
    {
        if (line.Length > MaxParsedLength || !AnswerReader.IsUtf8(line))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(AnswerReader.WithoutByteOrderMark(line));
            return JsonSerializer.Deserialize(ref reader, SdkJson.TypeOf<JsonRpcMessage>());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>What the SDK is to read for a server's message.</summary>
/// <param name="Message">Null for nothing.</param>
/// <param name="IsStandIn">Whether it is an empty answer in the place of the server's own.</param>
internal readonly record struct SortedMessage(JsonRpcMessage? Message, bool IsStandIn);
