using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace McpSkillGen.Runtime.Json;

/// <summary>
/// JSON that another program wrote. Parsing never throws, and nothing that is read from the document later does either:
/// System.Text.Json looks at the bytes and escapes of a string, or of a member's name, only when somebody asks for it.
/// </summary>
internal static class ForeignJson
{
    // As in \ud83d.
    private const int EscapeLength = 6;

    /// <param name="utf8">The whole text. The document points into it where nothing had to be replaced.</param>
    /// <param name="document">As <see cref="Mended"/> has it.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence that begins with "it": "is not a JSON object".</param>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JsonDocument? document, out string problem)
    {
        (document, problem) = (null, "");
        try
        {
            document = JsonDocument.Parse(Mended(utf8));
            return true;
        }
        catch (JsonException e)
        {
            problem = $"is not valid JSON: {JsonMistake.Find(e, utf8.Span)}";
            return false;
        }
    }

    /// <inheritdoc cref="TryParse"/>
    /// <remarks>Anything but an object is a problem too.</remarks>
    public static bool TryParseObject(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JsonDocument? document, out string problem)
    {
        if (TryParse(utf8, out document, out problem) && document.RootElement.ValueKind is not JsonValueKind.Object)
        {
            problem = "is not a JSON object";
            document.Dispose();
            document = null;
        }

        return document is not null;
    }

    /// <summary>An object's member that is an integer; null where there is none.</summary>
    public static int? NumberIn(JsonElement holder, ReadOnlySpan<byte> property) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(property, out var value)
            && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;

    /// <summary>
    /// The same JSON with U+FFFD in place of bytes that are not UTF-8, and of each half of a surrogate pair. JavaScript cuts texts between the two halves and sends
    /// the half that is left as an escape, which is no text in any other language.
    /// </summary>
    /// <returns><paramref name="utf8"/> itself where there are none: almost always.</returns>
    public static ReadOnlyMemory<byte> Mended(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8.Span));
        }

        byte[]? mended = null;
        for (var at = 0; NextEscape(utf8.Span, at) is var found and >= 0;)
        {
            var unit = UnitAt(utf8.Span, found);
            at = found + EscapeLength;
            if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(UnitAt(utf8.Span, at)))
            {
                at += EscapeLength;
            }
            else if (char.IsSurrogate(unit))
            {
                "\\ufffd"u8.CopyTo((mended ??= utf8.ToArray()).AsSpan(found));
            }
        }

        return mended ?? utf8;
    }

    /// <returns>Where the next <c>\u</c> is; -1 for nowhere.</returns>
    private static int NextEscape(ReadOnlySpan<byte> json, int from)
    {
        while (from < json.Length && json[from..].IndexOf((byte)'\\') is var offset and >= 0)
        {
            var at = from + offset;
            if (at + 1 < json.Length && json[at + 1] == 'u')
            {
                return at;
            }

            from = at + 2;
        }

        return -1;
    }

    /// <returns>U+0000 where there is no valid <c>\uXXXX</c>.</returns>
    private static char UnitAt(ReadOnlySpan<byte> json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && Utf8Parser.TryParse(json.Slice(at + 2, 4), out ushort unit, out var digits, 'x') && digits == 4
            ? (char)unit
            : '\0';
}
