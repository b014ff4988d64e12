using System.Buffers;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Transport;

/// <summary>
/// A frame on its way to a client. A large payload is never joined with its header or with itself, and is let go once it
/// is written: a hundred megabytes must not hang on whoever still remembers that there was a frame.
/// </summary>
internal sealed class OutgoingFrame
{
    // One write costs more than one copy, up to about here.
    private const int JoinedLength = 64 * 1024;

    private ReadOnlyMemory<byte> _head;
    private ReadOnlySequence<byte> _tail;

    private OutgoingFrame(ReadOnlyMemory<byte> head, ReadOnlySequence<byte> tail)
    {
        (_head, _tail) = (head, tail);
        Length = head.Length + tail.Length;
    }

    /// <summary>In bytes; stays when the bytes have gone.</summary>
    public long Length { get; }

    /// <exception cref="WireException">The payload is longer than the other side reads.</exception>
    public static OutgoingFrame Of(FrameKind kind, uint call, ReadOnlySpan<byte> payload)
    {
        var frame = new ArrayBufferWriter<byte>(Frame.HeaderLength + payload.Length);
        FrameWriter.Write(frame, kind, call, payload);
        return new OutgoingFrame(frame.WrittenMemory, default);
    }

    /// <inheritdoc cref="Of(FrameKind, uint, ReadOnlySpan{byte})"/>
    public static OutgoingFrame Of(FrameKind kind, uint call, ReadOnlySequence<byte> payload)
    {
        var isJoined = payload.Length <= JoinedLength;
        var head = new ArrayBufferWriter<byte>(Frame.HeaderLength + (isJoined ? (int)payload.Length : 0));
        FrameWriter.WriteHeader(head, kind, call, checked((int)payload.Length));
        if (!isJoined)
        {
            return new OutgoingFrame(head.WrittenMemory, payload);
        }

        foreach (var piece in payload)
        {
            head.Write(piece.Span);
        }

        return new OutgoingFrame(head.WrittenMemory, default);
    }

    public async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = _head;
        if (FaultPoint.IsChosen(FaultPoint.MidResult) && (FrameKind)head.Span[4] is FrameKind.Result)
        {
            await stream.WriteAsync(head[..(head.Length / 2)], cancellationToken).ConfigureAwait(false);
            FaultPoint.Reach(FaultPoint.MidResult);
            head = head[(head.Length / 2)..];
        }

        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        foreach (var piece in _tail)
        {
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets the bytes.</summary>
    public void LetGo() => (_head, _tail) = (default, default);
}
