using System.Buffers;
using System.Text.Json;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Wire;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links.Http;

/// <summary>
/// Reads a response's body before the SDK does, and takes out what goes past it: the SDK finds an empty answer there. Its
/// memory is bounded whatever the server writes: a message beyond the limit is read on and thrown away.
/// </summary>
internal abstract class BodyFilter(MessageSorter sorter)
{
    private const int SmallSegment = 32 * 1024;
    private const int LargeSegment = 1024 * 1024;

    private readonly EnvelopeScanner _envelope = new();
    private SegmentList _begun = new();
    private long _length;
    private bool _isOverlongTold;

    /// <param name="bytes">The next bytes of the body, cut anywhere.</param>
    /// <param name="output">What the SDK is to read.</param>
    public abstract void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output);

    /// <summary>The body has ended as it should.</summary>
    public abstract void End(IBufferWriter<byte> output);

    /// <param name="bytes">More of the message that was begun.</param>
    /// <param name="output">Where an answer goes as soon as the message is too long.</param>
    protected void Append(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        _envelope.Scan(bytes);
        _length += bytes.Length;
        if (_length <= Frame.MaxPayloadLength)
        {
            _begun.Append(bytes, _length < LargeSegment ? SmallSegment : LargeSegment);
            return;
        }

        _begun = new SegmentList();
        if (!_isOverlongTold && _envelope.Id is not null)
        {
            TellOverlong(output);
        }
    }

    /// <summary>The message is whole.</summary>
    protected void Finish(IBufferWriter<byte> output)
    {
        if (_length > Frame.MaxPayloadLength)
        {
            if (!_isOverlongTold)
            {
                TellOverlong(output);
            }
        }
        else if (_begun.ToSequence() is { IsEmpty: false } message)
        {
            // What is no message at all may be the address that begins an SSE connection: nothing of ours.
            if (!_envelope.IsObject && _envelope.Id is null)
            {
                WriteMessage(message, output);
            }
            else
            {
                Write(sorter.Sort(message, _envelope), output);
            }
        }

        (_begun, _length, _isOverlongTold) = (new SegmentList(), 0, false);
        _envelope.Reset();
    }

    /// <summary>Puts a message before the SDK, as this kind of body holds it.</summary>
    protected abstract void WriteMessage(ReadOnlySequence<byte> message, IBufferWriter<byte> output);

    private void TellOverlong(IBufferWriter<byte> output)
    {
        _isOverlongTold = true;
        Write(sorter.SortOverlong(_envelope), output);
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
