using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Faults;

/// <summary>Writes results in two halves, with <see cref="FaultPoint.MidResult"/> between them.</summary>
/// <param name="client">Whole frames are written to it.</param>
internal sealed class HalfWrittenResult(Stream client) : Stream
{
    private const int KindOffset = 4;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <returns>The stream itself, unless a test has chosen the point.</returns>
    public static Stream Over(Stream client) => FaultPoint.IsChosen(FaultPoint.MidResult) ? new HalfWrittenResult(client) : client;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if ((FrameKind)buffer.Span[KindOffset] is FrameKind.Result)
        {
            await client.WriteAsync(buffer[..(buffer.Length / 2)], cancellationToken).ConfigureAwait(false);
            FaultPoint.Reach(FaultPoint.MidResult);
            buffer = buffer[(buffer.Length / 2)..];
        }

        await client.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override void Flush() => client.Flush();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        client.Dispose();
        base.Dispose(disposing);
    }
}
