using System.Buffers;
using System.Text.Json;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Runtime.Wire;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links.Http;

/// <summary>
/// Reads a response's body before the SDK does, and takes out what goes past it: there the SDK finds an empty answer. Whatever
/// the body was, the SDK reads events.
/// </summary>
/// <param name="sorter">Decides where messages go.</param>
/// <param name="awaited">The request that the body answers; null if it answers none.</param>
/// <param name="onUnanswered">Gets what is wrong with a body that does not answer it, and how the body begins.</param>
internal abstract class BodyFilter(MessageSorter sorter, RequestId? awaited, Action<string, string>? onUnanswered)
{
    private readonly MessageBuffer _message = new(Frame.MaxPayloadLength);

    /// <summary>Whether what was read last is one whole message, so that nothing is missing if the body breaks off here.</summary>
    public bool IsMessage => _message.Envelope.IsObject;

    /// <param name="bytes">The next bytes of the body, cut anywhere.</param>
    /// <param name="output">What the SDK reads.</param>
    public abstract void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output);

    /// <summary>The body has ended properly.</summary>
    public abstract void End(IBufferWriter<byte> output);

    /// <summary>The body broke off where it should not.</summary>
    /// <param name="how">Why.</param>
    public void Break(string how) => MissAnswer($"that cannot be read to its end: {how.TrimEnd('.')}");

    /// <summary>Nothing more comes. If the body should answer a request and has not, that is told.</summary>
    /// <param name="flaw">The rest of a sentence about the body.</param>
    protected void MissAnswer(string flaw)
    {
        if (awaited is { } id && sorter.IsAwaited(id))
        {
            onUnanswered?.Invoke(flaw, Beginning);
        }
    }

    /// <summary>How the body begins, on one line.</summary>
    protected virtual string Beginning => "";

    /// <param name="bytes">More of the current message.</param>
    /// <param name="output">Gets an answer as soon as the message is too long.</param>
    protected void Append(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        _message.Append(bytes);
        ReportOverlong(isComplete: false, output);
    }

    /// <summary>The message is complete.</summary>
    protected void Finish(IBufferWriter<byte> output)
    {
        var message = _message.Complete([]);
        ReportOverlong(isComplete: true, output);
        if (!message.IsEmpty)
        {
            Sort(message, output);
        }

        _message.Reset();
    }

    /// <summary>The text is no message, nor several.</summary>
    protected virtual void TakeNoMessage(ReadOnlySequence<byte> text, IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes one line of an event.</summary>
    protected static void WriteData(ReadOnlySequence<byte> data, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        foreach (var piece in data)
        {
            output.Write(piece.Span);
        }

        output.Write("\n"u8);
    }

    private void Sort(ReadOnlySequence<byte> message, IBufferWriter<byte> output)
    {
        if (_message.Envelope.IsObject || _message.Envelope.Id is not null)
        {
            Write(sorter.Sort(message, _message.Envelope, awaited), output);
            return;
        }

        var parts = MessageList.Split(message);
        foreach (var part in parts)
        {
            Write(sorter.Sort(part, awaited), output);
            output.Write("\n"u8);
        }

        if (parts.Count == 0)
        {
            TakeNoMessage(message, output);
        }
    }

    private void ReportOverlong(bool isComplete, IBufferWriter<byte> output)
    {
        if (_message.IsOverlongNow(isComplete))
        {
            Write(sorter.SortOverlong(_message.Envelope), output);
        }
    }

    private static void Write(JsonRpcMessage? message, IBufferWriter<byte> output)
    {
        if (message is not null)
        {
            WriteData(new ReadOnlySequence<byte>(JsonSerializer.SerializeToUtf8Bytes(message, SdkJson.TypeOf<JsonRpcMessage>())), output);
        }
    }
}

/// <summary>A body that is one message, or several in an array.</summary>
/// <inheritdoc cref="BodyFilter"/>
internal sealed class JsonBodyFilter(MessageSorter sorter, RequestId awaited, Action<string, string> onUnanswered) : BodyFilter(sorter, awaited, onUnanswered)
{
    private readonly byte[] _beginning = new byte[PlainLine.ExcerptBytes];
    private int _beginningLength;

    protected override string Beginning => PlainLine.Excerpt(_beginning.AsSpan(0, _beginningLength));

    public override void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var kept = Math.Min(bytes.Length, _beginning.Length - _beginningLength);
        bytes[..kept].CopyTo(_beginning.AsSpan(_beginningLength));
        _beginningLength += kept;
        Append(bytes, output);
    }

    public override void End(IBufferWriter<byte> output)
    {
        Finish(output);
        output.Write("\n"u8);
        MissAnswer("that does not answer the request");
    }
}
