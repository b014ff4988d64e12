using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>
/// Decides where a server's message goes, whatever carried it. The SDK gets what it must understand: handshakes, requests,
/// notifications and errors. The result of a forwarded call goes past it, as the bytes that the server wrote: the SDK would
/// build a tree of it that takes thirteen times its size, and has no limit.
/// </summary>
/// <param name="tap">Knows which call an answer belongs to, and sees every message in the order of the wire.</param>
/// <param name="oddities">Counts messages that nobody can use.</param>
internal sealed class MessageSorter(CallTap tap, ServerOddities oddities)
{
    // For what the SDK builds trees of. No genuine notification, request or error is longer.
    private const int MaxParsedLength = 16 * 1024 * 1024;

    /// <param name="line">The message's bytes; kept if they are a result.</param>
    /// <param name="envelope">What it looks like.</param>
    /// <returns>What the SDK gets in its place.</returns>
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

        if (envelope.IsObject && (isAnswer || envelope.HasMethod) && Parse(line) is { Message: not null } parsed)
        {
            return ForSdk(parsed);
        }

        oddities.CountStrangeLine();
        return default;
    }

    /// <param name="envelope">What a message looks like that is too long to be kept.</param>
    /// <returns>What the SDK gets in its place.</returns>
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

    /// <summary>An error, or a result that asks for input. If a server writes both members, the one that is not null counts.</summary>
    private SortedMessage SortAnswerForSdk(ForwardedCall call, RequestId id, ReadOnlySequence<byte> line, bool asksForInput)
    {
        if (asksForInput && call.IsPastSdk)
        {
            return PastTheSdk(call, id, new LineAnswer.InputRequired(line));
        }

        var parsed = Parse(line);
        if (parsed.Message is JsonRpcResponse && !asksForInput)
        {
            return PastTheSdk(call, id, new LineAnswer.Complete(line));
        }

        if (parsed.Message is JsonRpcError error && call.IsPastSdk)
        {
            return PastTheSdk(call, id, new LineAnswer.Error(error.Error));
        }

        return parsed.Message is not null
            ? ForSdk(parsed)
            : PastTheSdk(call, id, new LineAnswer.Unusable(line.Length > MaxParsedLength ? $"is an error of {line.Length} bytes" : "is not JSON-RPC"));
    }

    private SortedMessage PastTheSdk(ForwardedCall call, RequestId id, LineAnswer answer)
    {
        tap.Forget(id);
        call.Answer(answer);

        // Ends the SDK's own waiting. Nobody looks at it.
        var standIn = new JsonRpcResponse { Id = id, Result = new JsonObject() };
        return call.IsPastSdk
            ? default
            : new SortedMessage(standIn, JsonSerializer.SerializeToUtf8Bytes<JsonRpcMessage>(standIn, SdkJson.TypeOf<JsonRpcMessage>()));
    }

    private SortedMessage ForSdk(SortedMessage parsed)
    {
        tap.OnReceived(parsed.Message!);
        return parsed;
    }

    private static SortedMessage Parse(ReadOnlySequence<byte> line)
    {
        if (line.Length > MaxParsedLength || ServerJson.TryNormalize(AnswerReader.WithoutByteOrderMark(line)) is not { } json)
        {
            return default;
        }

        try
        {
            return new SortedMessage(JsonSerializer.Deserialize(json.Span, SdkJson.TypeOf<JsonRpcMessage>()), json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // JSON, but not JSON-RPC.
            return default;
        }
    }
}

/// <summary>What the SDK gets in place of a server's message.</summary>
/// <param name="Message">Null for nothing.</param>
/// <param name="Json">The same as bytes.</param>
internal readonly record struct SortedMessage(JsonRpcMessage? Message, ReadOnlyMemory<byte> Json);
