using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// A large result that consists of texts. They are unescaped where they lie: a text is never longer than its JSON, so that a
/// result of 100 MB is in memory once, and not also as a string of 200 MB.
/// </summary>
internal static class LargeTexts
{
    /// <summary>How long a result is, in bytes, from which this is worth it.</summary>
    public const int Threshold = 256 * 1024;

    /// <summary>Unescapes the text of each block into lines.</summary>
    /// <param name="result">The whole result. It is overwritten, unless this returns false.</param>
    /// <param name="root">The same, parsed. It is invalid afterwards.</param>
    /// <param name="lines">Each text, its last line ended, as the rest of the result printer writes them. Points into <paramref name="result"/>.</param>
    /// <param name="threshold">How long a result must be, in bytes.</param>
    /// <returns>False if the result is small, or has anything else than texts in its content.</returns>
    public static bool TryUnescape(ReadOnlyMemory<byte> result, JsonElement root, out ReadOnlyMemory<byte> lines, int threshold = Threshold)
    {
        lines = default;
        if (result.Length < threshold || root.Member("content"u8) is not { ValueKind: JsonValueKind.Array } content)
        {
            return false;
        }

        var texts = new List<Range>();
        foreach (var block in content.EnumerateArray())
        {
            if (block.Text("type"u8) is not "text" || !TryFind(result.Span, block.Member("text"u8), out var text))
            {
                return false;
            }

            texts.Add(text);
        }

        if (texts.Count == 0)
        {
            return false;
        }

        lines = Unescape(MemoryMarshal.AsMemory(result), texts);
        return true;
    }

    private static Memory<byte> Unescape(Memory<byte> result, List<Range> texts)
    {
        var bytes = result.Span;
        var start = texts[0].Start.Value;
        var end = start;
        foreach (var text in texts)
        {
            // The quotation mark after a text makes room for the end of its line.
            var length = Unescape(bytes[text], bytes[end..]);
            var lineEnd = StandardStreams.MissingLineEnd(bytes.Slice(end, length));
            lineEnd.CopyTo(bytes[(end + length)..]);
            end += length + lineEnd.Length;
        }

        return result[start..end];
    }

    /// <summary>Finds a text, between its quotation marks.</summary>
    private static bool TryFind(ReadOnlySpan<byte> result, JsonElement text, out Range place)
    {
        place = default;
        if (text.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        // In a result that had to be mended, the elements point into a copy.
        var quoted = JsonMarshal.GetRawUtf8Value(text);
        if (!result.Overlaps(quoted, out var offset))
        {
            return false;
        }

        place = (offset + 1)..(offset + quoted.Length - 1);
        return true;
    }

    /// <param name="escaped">The inside of a valid JSON string.</param>
    /// <param name="target">Where the text goes: the same place, or one before it.</param>
    /// <returns>How long the text is.</returns>
    private static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> target)
    {
        var written = 0;
        while (escaped.IndexOf((byte)'\\') is var plain and >= 0)
        {
            escaped[..plain].CopyTo(target[written..]);
            written += plain;
            var isUnicode = escaped[plain + 1] == (byte)'u';
            escaped = escaped[plain..];
            if (isUnicode)
            {
                var unit = UnitOf(escaped);
                escaped = escaped[6..];
                var rune = char.IsHighSurrogate(unit) ? new Rune(unit, UnitOf(escaped)) : new Rune(unit);
                escaped = escaped[(rune.IsBmp ? 0 : 6)..];
                written += rune.EncodeToUtf8(target[written..]);
            }
            else
            {
                target[written++] = CharacterOf(escaped[1]);
                escaped = escaped[2..];
            }
        }

        escaped.CopyTo(target[written..]);
        return written + escaped.Length;
    }

    private static char UnitOf(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out _, 'x') ? (char)unit : throw new UnreachableException("The JSON was parsed before.");

    private static byte CharacterOf(byte escape) => escape switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => escape,
    };
}
