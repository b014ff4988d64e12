using System.Buffers;
using System.Net.Http.Headers;

namespace McpSkillGen.Host.Links.Http;

/// <summary>A response's body, read through a filter that makes events of it.</summary>
internal sealed class FilteredContent : ChangedContent
{
    private readonly BodyFilter _filter;

    public FilteredContent(HttpContent inner, BodyFilter filter)
        : base(inner)
    {
        _filter = filter;
        Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
    }

    protected override ValueTask<Stream> ChangeAsync(Stream body, CancellationToken cancellationToken) => new(new FilteredStream(body, _filter));

    private sealed class FilteredStream(Stream inner, BodyFilter filter) : BodyStream(inner)
    {
        private const int ChunkLength = 64 * 1024;

        private readonly byte[] _chunk = new byte[ChunkLength];
        private readonly ArrayBufferWriter<byte> _passed = new();
        private int _taken;
        private bool _hasEnded;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_taken == _passed.WrittenCount && !_hasEnded)
            {
                _passed.ResetWrittenCount();
                _taken = 0;
                var read = await ReadInnerAsync(cancellationToken).ConfigureAwait(false);
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

        private async ValueTask<int> ReadInnerAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await Inner.ReadAsync(_chunk, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (filter.IsMessage)
            {
                // The message is there, only the end of the body is not.
                return 0;
            }
            catch (IOException e)
            {
                filter.Break(e.Message);
                throw;
            }
        }
    }
}
