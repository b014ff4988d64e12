using System.Buffers;
using System.Buffers.Binary;

namespace McpSkillGen.Runtime.Wire;

/// <summary>Appends frames to a buffer, so that several travel in one write.</summary>
internal static class FrameWriter
{
    /// <exception cref="WireException">The payload is longer than the other side reads.</exception>
    public static void Write(IBufferWriter<byte> output, FrameKind kind, uint call, ReadOnlySpan<byte> payload)
    {
        WriteHeader(output, kind, call, payload.Length);
        output.Write(payload);
    }

    /// <summary>Writes the header of a frame whose payload of <paramref name="payloadLength"/> bytes the caller sends next.</summary>
    /// <exception cref="WireException">The payload is longer than the other side reads.</exception>
    public static void WriteHeader(IBufferWriter<byte> output, FrameKind kind, uint call, int payloadLength)
    {
        if (payloadLength > Frame.MaxPayloadLength)
        {
            throw new WireException($"A message of {payloadLength} bytes exceeds the limit of {Frame.MaxPayloadLength} bytes.");
        }

        var header = output.GetSpan(Frame.HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(header, payloadLength);
        header[4] = (byte)kind;
        BinaryPrimitives.WriteUInt32LittleEndian(header[5..], call);
        output.Advance(Frame.HeaderLength);
    }
}
