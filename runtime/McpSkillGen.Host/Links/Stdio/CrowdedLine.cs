using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Links.Stdio;

/// <summary>
/// A line that is not one message, and may hold some: behind a banner without a line break, before other text, one after the
/// other, or in an array (a batch of JSON-RPC).
/// </summary>
internal static class CrowdedLine
{
    private const int MaxLength = 16 * 1024 * 1024;

    // A text with more braces than this is not one with a message in it.
    private const int MaxAttempts = 100;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = ForeignJson.MaxResultDepth + 1 };

    private static readonly SearchValues<byte> BetweenMessages = SearchValues.Create((byte[])[.. " \t\r[],"u8, .. Encoding.UTF8.Preamble]);

    /// <param name="line">The line.</param>
    /// <param name="take">
    /// Gets each message, and what it looks like: all of them, but behind other text only answers. What a server logs is not what it asks.
    /// </param>
    /// <returns>Whether there were any.</returns>
    public static bool TryTake(ReadOnlySequence<byte> line, Action<ReadOnlySequence<byte>, EnvelopeScanner> take)
    {
        if (line.Length > MaxLength)
        {
            return false;
        }

        var bytes = line.IsSingleSegment ? line.First : line.ToArray();
        var (at, isAfterText, hasTaken) = (0, false, false);
        for (var attempt = 0; attempt < MaxAttempts && NextObject(bytes.Span, at) is var start and >= 0; attempt++)
        {
            isAfterText |= bytes.Span[at..start].ContainsAnyExcept(BetweenMessages);
            if (LengthOfValue(bytes.Span[start..]) is not { } length)
            {
                (at, isAfterText) = (start + 1, true);
                continue;
            }

            var message = bytes.Slice(start, length);
            at = start + length;
            var envelope = new EnvelopeScanner();
            envelope.Scan(message.Span);
            if (!isAfterText || (!envelope.HasMethod && (envelope.HasResult || envelope.HasError)))
            {
                take(new ReadOnlySequence<byte>(message), envelope);
                hasTaken = true;
            }
        }

        return hasTaken;
    }

    /// <returns>Where the next thing is that begins like an object with members; -1 for nowhere.</returns>
    private static int NextObject(ReadOnlySpan<byte> bytes, int from)
    {
        while (bytes[from..].IndexOf((byte)'{') is var offset and >= 0)
        {
            from += offset + 1;
            if (bytes[from..].TrimStart(" \t"u8) is [(byte)'"', ..])
            {
                return from - 1;
            }
        }

        return -1;
    }

    /// <returns>Null if no JSON begins there.</returns>
    private static int? LengthOfValue(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, Options);
        try
        {
            reader.Read();
            reader.Skip();
            return (int)reader.BytesConsumed;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
