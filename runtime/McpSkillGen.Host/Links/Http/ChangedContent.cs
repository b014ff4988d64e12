using System.Net;

namespace McpSkillGen.Host.Links.Http;

/// <summary>A response's content whose body is changed while it is read. Its length is not known.</summary>
/// <param name="inner">The content as it came; ends with this.</param>
internal abstract class ChangedContent(HttpContent inner) : HttpContent
{
    /// <param name="body">The body as it came.</param>
    /// <param name="cancellationToken">Ends what must be read of it first.</param>
    protected abstract ValueTask<Stream> ChangeAsync(Stream body, CancellationToken cancellationToken);

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        await ChangeAsync(await inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var changed = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (changed.ConfigureAwait(false))
        {
            await changed.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    // A buffer would be allocated for the whole body, of which little may be left.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
