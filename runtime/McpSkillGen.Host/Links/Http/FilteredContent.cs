using System.Buffers;
using System.Net;

namespace McpSkillGen.Host.Links.Http;

/// <summary>A response's body, read through a filter.</summary>
internal sealed class FilteredContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly BodyFilter _filter;

    public FilteredContent(HttpContent inner, BodyFilter filter)
    {
        (_inner, _filter) = (inner, filter);

        // Not the length: a buffer would be allocated for the whole body, of which little is left.
        Headers.ContentType = inner.Headers.ContentType;
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new FilteredStream(await _inner.ReadAsStreamAsync().ConfigureAwait(false), _filter);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new FilteredStream(await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _filter);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var filtered = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (filtered.ConfigureAwait(false))
        {
            await filtered.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class FilteredStream(Stream inner, BodyFilter filter) : Stream
    {
        private const int ChunkLength = 64 * 1024;

        private readonly byte[] _chunk = new byte[ChunkLength];
        private readonly ArrayBufferWriter<byte> _passed = new();
        private int _taken;
        private bool _hasEnded;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_taken == _passed.WrittenCount && !_hasEnded)
            {
                _passed.ResetWrittenCount();
                _taken = 0;
                var read = await inner.ReadAsync(_chunk, cancellationToken).ConfigureAwait(false);
                if (read > 0)
                {
                    filter.Take(_chunk.AsSpan(0, read), _passed);
                }
                else
                {
                    _hasEnded = true;
                    filter.End(_passed);
                }
            }

            var length = Math.Min(buffer.Length, _passed.WrittenCount - _taken);
            _passed.WrittenMemory.Slice(_taken, length).CopyTo(buffer);
            _taken += length;
            return length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
