using System.Buffers;
using McpSkillGen.Host.Messages;

namespace McpSkillGen.Host.Links.Stdio;

/// <summary>Takes a server's lines in order. Called by one thread at a time; must return at once.</summary>
internal interface ILineSink
{
    /// <param name="line">The line without its break, the sink's to keep. Never blank.</param>
    /// <param name="envelope">What it looks like. Valid during the call.</param>
    void OnLine(ReadOnlySequence<byte> line, EnvelopeScanner envelope);

    /// <summary>A line is too long to be kept. Called once for it, as soon as its id is known, or at its end.</summary>
    /// <param name="envelope">What it looks like. Valid during the call.</param>
    void OnOverlongLine(EnvelopeScanner envelope);
}

/// <summary>Cuts what a server writes into lines.</summary>
internal sealed class ServerLines(Stream stream, ILineSink sink, long maxLineLength)
{
    private const int ChunkLength = 64 * 1024;

    private readonly byte[] _chunk = new byte[ChunkLength];
    private readonly MessageBuffer _line = new(maxLineLength);

    /// <summary>The length of a line that has not ended yet. Safe from any thread.</summary>
    public long UnendedLength => _line.Length;

    /// <summary>Reads until the end of the stream. What follows the last line break is a line only if it is a whole message.</summary>
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
            Complete(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        _line.Append(bytes);
        if (_line.Envelope.IsObject)
        {
            // A whole message. Some servers never end its line.
            Complete([]);
        }

        ReportOverlong(isComplete: false);
    }

    private void Complete(ReadOnlySpan<byte> bytes)
    {
        var line = _line.Complete(bytes);
        ReportOverlong(isComplete: true);
        if (!line.IsEmpty && !_line.Envelope.IsBlank)
        {
            sink.OnLine(line, _line.Envelope);
        }

        _line.Reset();
    }

    private void ReportOverlong(bool isComplete)
    {
        if (_line.IsOverlongNow(isComplete))
        {
            sink.OnOverlongLine(_line.Envelope);
        }
    }
}
