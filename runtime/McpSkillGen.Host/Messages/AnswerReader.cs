using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Messages;

/// <summary>Validates that a server's line is JSON in UTF-8, and cuts out its result, without building a tree.</summary>
internal static class AnswerReader
{
    /// <summary>How deep a result may be nested: as deep as all its readers can go.</summary>
    public const int MaxResultDepth = 64;

    // The answer around the result is one level more.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxResultDepth + 1 };

    /// <param name="line">One answer.</param>
    /// <param name="result">The bytes of its <c>result</c>.</param>
    /// <returns>Null, or why the line cannot be used: the rest of a sentence that begins with "it".</returns>
    public static string? TryReadResult(ReadOnlySequence<byte> line, out ReadOnlySequence<byte> result)
    {
        result = default;
        line = WithoutByteOrderMark(line);
        if (!IsUtf8(line))
        {
            return "is not valid UTF-8";
        }

        var reader = new Utf8JsonReader(line, Options);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isResult = ForeignJson.Says(reader, "result"u8);
                reader.Read();
                var start = reader.TokenStartIndex;
                reader.Skip();
                if (isResult)
                {
                    result = line.Slice(start, reader.BytesConsumed - start);
                }
            }

            // Throws if anything but white space follows the object.
            reader.Read();
            return null;
        }
        catch (JsonException)
        {
            return reader.CurrentDepth >= MaxResultDepth ? $"is nested deeper than {MaxResultDepth} levels" : "is not JSON";
        }
    }

    public static ReadOnlySequence<byte> WithoutByteOrderMark(ReadOnlySequence<byte> line) =>
        line.FirstSpan.StartsWith(Encoding.UTF8.Preamble) ? line.Slice(Encoding.UTF8.Preamble.Length) : line;

    /// <summary>System.Text.Json checks the bytes of a text only when it is read.</summary>
    public static bool IsUtf8(ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            return Utf8.IsValid(bytes.FirstSpan);
        }

        Span<byte> seam = stackalloc byte[4];
        var seamLength = 0;
        foreach (var segment in bytes)
        {
            var piece = segment.Span;
            while (seamLength > 0 && !piece.IsEmpty)
            {
                seam[seamLength++] = piece[0];
                piece = piece[1..];
                if (seamLength == SequenceLength(seam[0]))
                {
                    if (!Utf8.IsValid(seam[..seamLength]))
                    {
                        return false;
                    }

                    seamLength = 0;
                }
            }

            var cut = CutSequenceLength(piece);
            if (!Utf8.IsValid(piece[..^cut]))
            {
                return false;
            }

            if (cut > 0)
            {
                piece[^cut..].CopyTo(seam);
                seamLength = cut;
            }
        }

        return seamLength == 0;
    }

    /// <summary>How many bytes at the end belong to an incomplete character.</summary>
    private static int CutSequenceLength(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var one = bytes[^back];
            if ((one & 0xC0) != 0x80)
            {
                return SequenceLength(one) > back ? back : 0;
            }
        }

        return 0;
    }

    private static int SequenceLength(byte first) => first switch
    {
        >= 0xF0 => 4,
        >= 0xE0 => 3,
        >= 0xC0 => 2,
        _ => 1,
    };
}
