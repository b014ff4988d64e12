using System.Buffers;
using System.Text.Json;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Wire;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links.Http;

/// <summary>Reads a response's body before the SDK does, and takes out what goes past it: there the SDK finds an empty answer.</summary>
internal abstract class BodyFilter(MessageSorter sorter)
{
    private readonly MessageBuffer _message = new(Frame.MaxPayloadLength);

    /// <param name="bytes">The next bytes of the body, cut anywhere.</param>
    /// <param name="output">What the SDK reads.</param>
    public abstract void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output);

    /// <summary>The body has ended properly.</summary>
    public abstract void End(IBufferWriter<byte> output);

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
            // What is no message at all may be the address that begins an SSE connection.
            if (!_message.Envelope.IsObject && _message.Envelope.Id is null)
            {
                WriteMessage(message, output);
            }
            else
            {
                Write(sorter.Sort(message, _message.Envelope), output);
            }
        }

        _message.Reset();
    }

    /// <summary>Writes a message for the SDK, in the format of this kind of body.</summary>
    protected abstract void WriteMessage(ReadOnlySequence<byte> message, IBufferWriter<byte> output);

    private void ReportOverlong(bool isComplete, IBufferWriter<byte> output)
    {
        if (_message.IsOverlongNow(isComplete))
        {
            Write(sorter.SortOverlong(_message.Envelope), output);
        }
    }

    private void Write(JsonRpcMessage? message, IBufferWriter<byte> output)
    {
        if (message is not null)
        {
            WriteMessage(new ReadOnlySequence<byte>(JsonSerializer.SerializeToUtf8Bytes(message, SdkJson.TypeOf<JsonRpcMessage>())), output);
        }
    }
}

/// <summary>A body that is one message.</summary>
internal sealed class JsonBodyFilter(MessageSorter sorter) : BodyFilter(sorter)
{
    public override void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output) => Append(bytes, output);

    public override void End(IBufferWriter<byte> output) => Finish(output);

    protected override void WriteMessage(ReadOnlySequence<byte> message, IBufferWriter<byte> output)
    {
        foreach (var piece in message)
        {
            output.Write(piece.Span);
        }
    }
}
