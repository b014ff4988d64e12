using System.IO.Compression;

namespace McpSkillGen.Host.Links.Http;

/// <summary>
/// Reads compressed bodies. We ask for none, but a server may send them all the same, and some proxies do. What only claims to be
/// compressed is read as it is.
/// </summary>
internal sealed class DecodingHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var encodings = response.Content.Headers.ContentEncoding.Where(static name => !name.Equals("identity", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (encodings.Length > 0)
        {
            response.Content = new DecodedContent(response.Content, encodings);
        }

        return response;
    }
}

/// <summary>A body without the encodings that its headers name.</summary>
internal sealed class DecodedContent : ChangedContent
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase) { "br", "deflate", "gzip", "x-gzip", "zstd" };

    private readonly string[] _encodings;

    /// <param name="inner">The body as it came.</param>
    /// <param name="encodings">In the order in which the server applied them.</param>
    public DecodedContent(HttpContent inner, string[] encodings)
        : base(inner)
    {
        _encodings = encodings;
        Headers.ContentType = inner.Headers.ContentType;
        foreach (var unknown in encodings.Where(static name => !Known.Contains(name)))
        {
            Headers.ContentEncoding.Add(unknown);
        }
    }

    protected override async ValueTask<Stream> ChangeAsync(Stream body, CancellationToken cancellationToken)
    {
        foreach (var encoding in _encodings.Reverse())
        {
            body = await DecodeAsync(body, encoding, cancellationToken).ConfigureAwait(false);
        }

        return new DecodedStream(body, string.Join(", ", _encodings));
    }

    private static async Task<Stream> DecodeAsync(Stream body, string encoding, CancellationToken cancellationToken)
    {
        if (encoding.Equals("br", StringComparison.OrdinalIgnoreCase))
        {
            return new BrotliStream(body, CompressionMode.Decompress);
        }

        var peeked = await PeekedStream.ReadAsync(body, static _ => false, Magic.Length, cancellationToken).ConfigureAwait(false);
        return encoding.ToUpperInvariant() switch
        {
            _ when Magic.IsGzip(peeked.Beginning) => new GZipStream(peeked, CompressionMode.Decompress),
            _ when Magic.IsZstandard(peeked.Beginning) => new ZstdSharp.DecompressionStream(peeked, leaveOpen: false),
            "DEFLATE" when Magic.IsZlib(peeked.Beginning) => new ZLibStream(peeked, CompressionMode.Decompress),
            "DEFLATE" => new DeflateStream(peeked, CompressionMode.Decompress),
            _ => peeked,
        };
    }

    /// <summary>How compressed bodies begin.</summary>
    private static class Magic
    {
        public const int Length = 4;

        public static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes is [0x1f, 0x8b, ..];

        public static bool IsZstandard(ReadOnlySpan<byte> bytes) => bytes is [0x28, 0xb5, 0x2f, 0xfd, ..];

        // Its method is 8, and its first two bytes are a multiple of 31. "deflate" means this format; some servers send the bare one.
        public static bool IsZlib(ReadOnlySpan<byte> bytes) =>
            bytes is [var method, var flags, ..] && (method & 0x0f) == 8 && ((method << 8) | flags) % 31 == 0;
    }

    /// <summary>Says what is wrong with a body that is not what it should be, as a failure of the connection.</summary>
    private sealed class DecodedStream(Stream inner, string encodings) : BodyStream(inner)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ZstdSharp.ZstdException)
            {
                throw new IOException($"it cannot be decompressed as {encodings}: {e.Message}", e);
            }
        }
    }
}
