using System.Buffers.Binary;

namespace McpSkillGen.Runtime.Wire;

/// <summary>
/// Reads frames from a stream. The buffer grows with the bytes that arrive, not with the length that a header claims, so
/// that nine hostile bytes cannot make it allocate 256 MiB. The rest of a frame is reserved at once when a megabyte of it is
/// there: growing by doubling would keep three copies of a large result.
/// </summary>
internal sealed class FrameReader(Stream stream)
{
    private const int InitialCapacity = 4096;
    private const int RetainedCapacity = 256 * 1024;
    private const int TrustedLength = 1024 * 1024;

    private byte[] _buffer = new byte[InitialCapacity];
    private int _start;
    private int _end;

    /// <summary>Whether the next frame is there, all of it.</summary>
    public bool HasFrame
    {
        get
        {
            var available = _buffer.AsSpan(_start, _end - _start);
            return available.Length >= Frame.HeaderLength
                && available.Length - Frame.HeaderLength >= BinaryPrimitives.ReadUInt32LittleEndian(available);
        }
    }

    /// <summary>Reads the next frame, blocking.</summary>
    /// <returns>Null at the end of the stream, between frames.</returns>
    /// <exception cref="WireException">The bytes are not a frame, or end inside one.</exception>
    public Frame? Read()
    {
        while (true)
        {
            if (TryTake(out var frame))
            {
                return frame;
            }

            if (!Append(stream.Read(Space())))
            {
                return null;
            }
        }
    }

    /// <inheritdoc cref="Read"/>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(out var frame))
            {
                return frame;
            }

            var space = Space();
            if (!Append(await stream.ReadAsync(_buffer.AsMemory(_end, space.Length), cancellationToken).ConfigureAwait(false)))
            {
                return null;
            }
        }
    }

    private bool TryTake(out Frame frame)
    {
        frame = default;
        var available = _buffer.AsSpan(_start, _end - _start);
        if (available.Length < Frame.HeaderLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(available);
        if (length is < 0 or > Frame.MaxPayloadLength)
        {
            throw new WireException($"A frame claims a payload of {(uint)length} bytes; the limit is {Frame.MaxPayloadLength}.");
        }

        var kind = (FrameKind)available[4];
        if (kind is < FrameKind.Hello or > FrameKind.Notice)
        {
            throw new WireException($"A frame has the unknown kind {(byte)kind}.");
        }

        if (available.Length < Frame.HeaderLength + length)
        {
            return false;
        }

        var call = BinaryPrimitives.ReadUInt32LittleEndian(available[5..]);
        frame = new Frame(kind, call, _buffer.AsMemory(_start + Frame.HeaderLength, length));
        _start += Frame.HeaderLength + length;
        return true;
    }

    private Span<byte> Space()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > RetainedCapacity)
            {
                _buffer = new byte[InitialCapacity];
            }
        }
        else if (_end == _buffer.Length)
        {
            var used = _end - _start;
            var target = used <= _buffer.Length / 2 ? _buffer : used < TrustedLength ? new byte[_buffer.Length * 2]
                : GC.AllocateUninitializedArray<byte>(Frame.HeaderLength + BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start)));
            Buffer.BlockCopy(_buffer, _start, target, 0, used);
            (_buffer, _start, _end) = (target, 0, used);
        }

        return _buffer.AsSpan(_end);
    }

    private bool Append(int read)
    {
        if (read > 0)
        {
            _end += read;
            return true;
        }

        return _start == _end ? false : throw new WireException($"The connection ended inside a frame, {_end - _start} bytes into it.");
    }
}
