using System.Buffers;
using McpSkillGen.Host.Messages;

namespace McpSkillGen.Host.Links.Stdio;

/// <summary>Takes a server's lines, in their order. Called by one thread at a time; returns at once.</summary>
internal interface ILineSink
{
    /// <param name="line">The line without its break; the sink's to keep. Never blank.</param>
    /// <param name="envelope">What it seems to be. Valid during the call.</param>
    void OnLine(ReadOnlySequence<byte> line, EnvelopeScanner envelope);

    /// <summary>A line is longer than anybody keeps. Told once, as soon as its id is known, or at its end.</summary>
    /// <param name="envelope">What it seems to be. Valid during the call.</param>
    void OnOverlongLine(EnvelopeScanner envelope);
}

/// <summary>
/// Cuts what a server writes into lines, in memory that is bounded whatever it writes: a line is kept in segments, which
/// nothing copies when it grows, and one that grows beyond the limit is read on and thrown away.
/// </summary>
internal sealed class ServerLines(Stream stream, ILineSink sink, long maxLineLength)
{
    private const int ChunkLength = 64 * 1024;

    // Small ones for lines that are only somewhat long; large ones, which the collector never moves, for the rest.
    private const int SmallSegment = 32 * 1024;
    private const int LargeSegment = 1024 * 1024;

    private readonly byte[] _chunk = new byte[ChunkLength];
    private readonly EnvelopeScanner _envelope = new();
    private SegmentList? _begun;
    private long _length;
    private bool _isOverlong;
    private bool _isTold;

    /// <summary>How much of a line has come that has not ended yet. Safe from any thread.</summary>
    public long UnendedLength => Interlocked.Read(ref _length);

    /// <summary>Reads until the end of the stream. What stands behind the last line break is no line.</summary>
    /// <exception cref="IOException">The stream broke.</exception>
    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_chunk, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            Take(_chunk.AsSpan(0, read));
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            Append(bytes[..end], isLast: true);
            EndLine(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        Append(bytes, isLast: false);
    }

    private void Append(ReadOnlySpan<byte> bytes, bool isLast)
    {
        _envelope.Scan(bytes);
        var length = Interlocked.Add(ref _length, bytes.Length);
        if (length > maxLineLength)
        {
            (_isOverlong, _begun) = (true, null);
            if (!_isTold && (isLast || _envelope.Id is not null))
            {
                _isTold = true;
                sink.OnOverlongLine(_envelope);
            }
        }
        else if (!bytes.IsEmpty && (!isLast || _begun is not null))
        {
            (_begun ??= new SegmentList()).Append(bytes, length < LargeSegment ? SmallSegment : LargeSegment);
        }
    }

    /// <param name="lastPiece">What of the line was in the last chunk: almost always all of it.</param>
    private void EndLine(ReadOnlySpan<byte> lastPiece)
    {
        if (!_isOverlong && !_envelope.IsBlank)
        {
            sink.OnLine(_begun?.ToSequence() ?? new ReadOnlySequence<byte>(lastPiece.ToArray()), _envelope);
        }

        Interlocked.Exchange(ref _length, 0);
        (_begun, _isOverlong, _isTold) = (null, false, false);
        _envelope.Reset();
    }
}
