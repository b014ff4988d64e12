using System.Text;

namespace McpSkillGen.Host.Links.Http;

/// <summary>What the body of a response is.</summary>
internal enum BodyKind
{
    /// <summary>There is none, or only white space.</summary>
    Nothing,

    /// <summary>JSON, it seems.</summary>
    Json,

    /// <summary>Server-sent events.</summary>
    Events,

    /// <summary>Something else: a page for people, most often.</summary>
    Other,
}

/// <summary>Finds out what a body is: by its type if it says events, otherwise by how it begins, because types are often wrong.</summary>
internal static class BodyKinds
{
    private const int EnoughToTell = 512;

    private static readonly byte[][] EventBeginnings = [.. new[] { "data:", "event:", "id:", "retry:", ":" }.Select(Encoding.UTF8.GetBytes)];

    /// <returns>The kind. The response's content can be read from its beginning.</returns>
    public static async Task<BodyKind> FindAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType is "text/event-stream")
        {
            return BodyKind.Events;
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var peeked = await PeekedStream.ReadAsync(body, static bytes => KindOf(bytes.Span) is not null, EnoughToTell, cancellationToken).ConfigureAwait(false);
        var kind = KindOf(peeked.Beginning) ?? (Content(peeked.Beginning).IsEmpty ? BodyKind.Nothing : BodyKind.Other);
        response.Content = Replaced(response.Content, peeked);
        return kind;
    }

    /// <returns>Null if more bytes are needed to tell.</returns>
    private static BodyKind? KindOf(ReadOnlySpan<byte> bytes)
    {
        var content = Content(bytes);
        if (content.IsEmpty)
        {
            return null;
        }

        if (content[0] is (byte)'{' or (byte)'[')
        {
            return BodyKind.Json;
        }

        foreach (var beginning in EventBeginnings)
        {
            if (content.StartsWith(beginning))
            {
                return BodyKind.Events;
            }

            if (beginning.AsSpan().StartsWith(content))
            {
                return null;
            }
        }

        return BodyKind.Other;
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> bytes)
    {
        var mark = Encoding.UTF8.Preamble;
        return (bytes.StartsWith(mark) ? bytes[mark.Length..] : mark.StartsWith(bytes) ? [] : bytes).TrimStart(" \t\r\n"u8);
    }

    private static StreamContent Replaced(HttpContent content, Stream stream)
    {
        var replaced = new StreamContent(stream);
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            replaced.Headers.TryAddWithoutValidation(name, values);
        }

        return replaced;
    }
}
