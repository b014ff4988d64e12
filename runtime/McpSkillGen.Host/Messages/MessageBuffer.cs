using System.Buffers;

namespace McpSkillGen.Host.Messages;

/// <summary>
/// Collects one message of a server while its bytes arrive, in bounded memory: it is kept in segments, which are not copied
/// when it grows. A message beyond the limit is read to its end and thrown away.
/// </summary>
/// <param name="maxLength">The limit, in bytes.</param>
internal sealed class MessageBuffer(long maxLength)
{
    // Small ones for messages that are only somewhat long. Large ones, which the collector never moves, for the rest.
    private const int SmallSegment = 32 * 1024;
    private const int LargeSegment = 1024 * 1024;

    private SegmentList? _kept;
    private long _length;
    private bool _isOverlongReported;

    /// <summary>What the message looks like so far.</summary>
    public EnvelopeScanner Envelope { get; } = new();

    /// <summary>In bytes, so far. Safe from any thread.</summary>
    public long Length => Interlocked.Read(ref _length);

    private bool IsOverlong => _length > maxLength;

    /// <summary>Adds bytes that are not the message's last ones.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Count(bytes);
        if (IsOverlong)
        {
            _kept = null;
        }
        else if (!bytes.IsEmpty)
        {
            (_kept ??= new SegmentList()).Append(bytes, _length < LargeSegment ? SmallSegment : LargeSegment);
        }
    }

    /// <summary>Adds the last bytes of the message: almost always all of it.</summary>
    /// <returns>The message, the caller's to keep; empty if it is blank or too long.</returns>
    public ReadOnlySequence<byte> Complete(ReadOnlySpan<byte> bytes)
    {
        if (_kept is not null)
        {
            Append(bytes);
            return _kept?.ToSequence() ?? default;
        }

        Count(bytes);
        return IsOverlong || Envelope.IsBlank ? default : new ReadOnlySequence<byte>(bytes.ToArray());
    }

    /// <summary>Whether it is time to report that the message is too long: once, as soon as its id is known, or at its end.</summary>
    public bool IsOverlongNow(bool isComplete)
    {
        var isNow = IsOverlong && !_isOverlongReported && (isComplete || Envelope.Id is not null);
        _isOverlongReported |= isNow;
        return isNow;
    }

    /// <summary>Begins the next message.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _length, 0);
        (_kept, _isOverlongReported) = (null, false);
        Envelope.Reset();
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        Envelope.Scan(bytes);
        Interlocked.Add(ref _length, bytes.Length);
    }
}
