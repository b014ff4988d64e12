namespace McpSkillGen.Host.Links.Http;

/// <summary>A stream whose first bytes have been looked at, and are read again.</summary>
internal sealed class PeekedStream : BodyStream
{
    private ReadOnlyMemory<byte> _beginning;

    private PeekedStream(Stream inner, ReadOnlyMemory<byte> beginning)
        : base(inner) => _beginning = beginning;

    /// <summary>What is not read yet of the bytes that were looked at.</summary>
    public ReadOnlySpan<byte> Beginning => _beginning.Span;

    /// <summary>Reads until there is something to look at.</summary>
    /// <param name="inner">The stream.</param>
    /// <param name="isEnough">Whether the bytes read so far are enough.</param>
    /// <param name="maxLength">How many are enough in any case.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<PeekedStream> ReadAsync(
        Stream inner, Func<ReadOnlyMemory<byte>, bool> isEnough, int maxLength, CancellationToken cancellationToken)
    {
        var beginning = new byte[maxLength];
        var length = 0;
        while (length < maxLength && !isEnough(beginning.AsMemory(0, length)))
        {
            var read = await inner.ReadAsync(beginning.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return new PeekedStream(inner, beginning.AsMemory(0, length));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_beginning.IsEmpty)
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        var length = Math.Min(buffer.Length, _beginning.Length);
        _beginning[..length].CopyTo(buffer);
        _beginning = _beginning[length..];
        return length;
    }
}
