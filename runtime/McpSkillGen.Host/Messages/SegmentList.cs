using System.Buffers;

namespace McpSkillGen.Host.Messages;

/// <summary>Bytes in segments, which are never copied again.</summary>
internal sealed class SegmentList
{
    private Segment? _first;
    private Segment? _last;
    private byte[] _space = [];
    private int _used;

    public void Append(ReadOnlySpan<byte> bytes, int segmentLength)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _space.Length)
            {
                Seal();
                (_space, _used) = (GC.AllocateUninitializedArray<byte>(segmentLength), 0);
            }

            var taken = Math.Min(bytes.Length, _space.Length - _used);
            bytes[..taken].CopyTo(_space.AsSpan(_used));
            _used += taken;
            bytes = bytes[taken..];
        }
    }

    public ReadOnlySequence<byte> ToSequence()
    {
        Seal();
        return _first is null ? default : new ReadOnlySequence<byte>(_first, 0, _last!, _last!.Memory.Length);
    }

    private void Seal()
    {
        if (_used > 0)
        {
            _last = new Segment(_space.AsMemory(0, _used), _last);
            _first ??= _last;
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
