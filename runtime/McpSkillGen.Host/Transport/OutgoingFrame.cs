using System.Buffers;
using McpSkillGen.Host.Streams;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Transport;

/// <summary>Frames for clients, ready to be sent.</summary>
internal static class OutgoingFrame
{
    // One write costs more than one copy, up to about here.
    private const int JoinedLength = 64 * 1024;

    /// <summary>A call's or a query's last frame.</summary>
    public static Outgoing Of(FailureMessage failure)
    {
        var payload = new ArrayBufferWriter<byte>();
        failure.WriteTo(payload);
        return Of(FrameKind.Failure, failure.Call, payload.WrittenSpan);
    }

    /// <exception cref="WireException">The payload is longer than the other side reads.</exception>
    public static Outgoing Of(FrameKind kind, uint call, ReadOnlySpan<byte> payload)
    {
        var frame = new ArrayBufferWriter<byte>(Frame.HeaderLength + payload.Length);
        FrameWriter.Write(frame, kind, call, payload);
        return new Outgoing(frame.WrittenMemory);
    }

    /// <inheritdoc cref="Of(FrameKind, uint, ReadOnlySpan{byte})"/>
    public static Outgoing Of(FrameKind kind, uint call, ReadOnlySequence<byte> payload)
    {
        var isJoined = payload.Length <= JoinedLength;
        var head = new ArrayBufferWriter<byte>(Frame.HeaderLength + (isJoined ? (int)payload.Length : 0));
        FrameWriter.WriteHeader(head, kind, call, checked((int)payload.Length));
        if (!isJoined)
        {
            return new Outgoing(head.WrittenMemory, payload);
        }

        foreach (var piece in payload)
        {
            head.Write(piece.Span);
        }

        return new Outgoing(head.WrittenMemory);
    }
}
