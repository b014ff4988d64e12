using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Messages;

/// <summary>Validates that a server's line is JSON, and cuts out what it answers, without building a tree.</summary>
internal static class AnswerReader
{
    // The answer around the result is one level more.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = ForeignJson.MaxResultDepth + 1 };

    /// <param name="line">One answer. The parts point into it where it is valid UTF-8.</param>
    /// <param name="result">The bytes of its <c>result</c>; empty if there is none.</param>
    /// <param name="error">The bytes of its <c>error</c>; empty if there is none, or null.</param>
    /// <returns>Null, or why the line cannot be used: the rest of a sentence that begins with "it".</returns>
    public static string? TryRead(ReadOnlySequence<byte> line, out ReadOnlySequence<byte> result, out ReadOnlySequence<byte> error)
    {
        (result, error) = (default, default);
        line = WithoutByteOrderMark(line);
        if (!IsUtf8(line))
        {
            line = new ReadOnlySequence<byte>(ForeignJson.AsUtf8(line.ToArray()));
        }

        var reader = new Utf8JsonReader(line, Options);
        try
        {
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                return "is not JSON-RPC";
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var (isResult, isError) = (ForeignJson.Says(reader, "result"u8), ForeignJson.Says(reader, "error"u8));
                reader.Read();
                var (start, isNull) = (reader.TokenStartIndex, reader.TokenType is JsonTokenType.Null);
                reader.Skip();
                if (isResult)
                {
                    result = line.Slice(start, reader.BytesConsumed - start);
                }
                else if (isError)
                {
                    error = isNull ? default : line.Slice(start, reader.BytesConsumed - start);
                }
            }

            // Throws if anything but white space follows the object.
            reader.Read();
            return result.IsEmpty && error.IsEmpty ? "has neither a result nor an error" : null;
        }
        catch (JsonException)
        {
            return reader.CurrentDepth >= ForeignJson.MaxResultDepth ? $"is nested deeper than {ForeignJson.MaxResultDepth} levels" : "is not JSON";
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
