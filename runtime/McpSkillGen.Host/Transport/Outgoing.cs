using System.Buffers;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Transport;

/// <summary>
/// Bytes on their way out. A large payload is never joined with its header or with itself, and is let go once it is
/// written: a hundred megabytes must not hang on whoever still remembers that there was a frame.
/// </summary>
internal sealed class Outgoing
{
    // One write costs more than one copy, up to about here.
    private const int JoinedLength = 64 * 1024;

    private Outgoing(ReadOnlyMemory<byte> head, ReadOnlySequence<byte> tail)
    {
        (Head, Tail) = (head, tail);
        Length = head.Length + tail.Length;
    }

    public ReadOnlyMemory<byte> Head { get; private set; }

    /// <summary>What follows the head; empty for all but large payloads.</summary>
    public ReadOnlySequence<byte> Tail { get; private set; }

    /// <summary>In bytes; stays when the bytes have gone.</summary>
    public long Length { get; }

    public static Outgoing Bytes(ReadOnlyMemory<byte> bytes) => new(bytes, default);

    /// <summary>A call's or a query's last frame.</summary>
    public static Outgoing Of(FailureMessage failure)
    {
        var payload = new ArrayBufferWriter<byte>();
        failure.WriteTo(payload);
        return Frame(FrameKind.Failure, failure.Call, payload.WrittenSpan);
    }

    /// <exception cref="WireException">The payload is longer than the other side reads.</exception>
    public static Outgoing Frame(FrameKind kind, uint call, ReadOnlySpan<byte> payload)
    {
        var frame = new ArrayBufferWriter<byte>(Runtime.Wire.Frame.HeaderLength + payload.Length);
        FrameWriter.Write(frame, kind, call, payload);
        return new Outgoing(frame.WrittenMemory, default);
    }

    /// <inheritdoc cref="Frame(FrameKind, uint, ReadOnlySpan{byte})"/>
    public static Outgoing Frame(FrameKind kind, uint call, ReadOnlySequence<byte> payload)
    {
        var isJoined = payload.Length <= JoinedLength;
        var head = new ArrayBufferWriter<byte>(Runtime.Wire.Frame.HeaderLength + (isJoined ? (int)payload.Length : 0));
        FrameWriter.WriteHeader(head, kind, call, checked((int)payload.Length));
        if (!isJoined)
        {
            return new Outgoing(head.WrittenMemory, payload);
        }

        foreach (var piece in payload)
        {
            head.Write(piece.Span);
        }

        return new Outgoing(head.WrittenMemory, default);
    }

    /// <summary>Forgets the bytes.</summary>
    public void LetGo() => (Head, Tail) = (default, default);
}
