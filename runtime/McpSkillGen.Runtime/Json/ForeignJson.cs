using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace McpSkillGen.Runtime.Json;

/// <summary>
/// JSON that another program wrote. Neither parsing nor reading the document later throws, although System.Text.Json checks
/// the bytes and escapes of a string or a name only when it is read.
/// </summary>
internal static class ForeignJson
{
    /// <summary>How deep a tool's result may be nested: as deep as the framework writes JSON. The time to parse grows with it.</summary>
    public const int MaxResultDepth = 1000;

    private const int DefaultMaxDepth = 64;

    // As in \ud83d.
    private const int EscapeLength = 6;

    /// <param name="utf8">The whole text. The document points into it where nothing had to be replaced.</param>
    /// <param name="document">As <see cref="Mended(ReadOnlyMemory{byte})"/> has it.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence that begins with "it": "is not a JSON object".</param>
    /// <param name="maxDepth">How deep it may be nested.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JsonDocument? document, out string problem, int maxDepth = DefaultMaxDepth)
    {
        (document, problem) = (null, "");
        var mended = Mended(utf8);
        try
        {
            document = JsonDocument.Parse(mended, new JsonDocumentOptions { MaxDepth = maxDepth });
            return true;
        }
        catch (JsonException e)
        {
            problem = $"is not valid JSON: {JsonMistake.Find(e, mended.Span)}";
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

    /// <summary>An object's member, of duplicates the last; undefined if there is no object or no such member.</summary>
    public static JsonElement Member(this JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : default;

    /// <summary>An object's member that is a text; null if there is none.</summary>
    public static string? Text(this JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.String } value ? value.AsText() : null;

    /// <summary>An object's member that is a text with something in it; null if there is none.</summary>
    public static string? Words(this JsonElement holder, ReadOnlySpan<byte> name) => holder.Text(name) is { Length: > 0 } words ? words : null;

    /// <summary>The texts in a member that is an array; null if there is no array.</summary>
    public static IReadOnlyList<string>? Texts(this JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.Array } items
            ? [.. items.EnumerateArray().Where(static item => item.ValueKind is JsonValueKind.String).Select(AsText)]
            : null;

    /// <summary>The items of a member that is an array; empty if there is none.</summary>
    public static List<JsonElement> Items(this JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    /// <summary>An object's member that is an integer; null if there is none.</summary>
    public static int? Integer(this JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.Number } value
            ? value.TryGetInt32(out var number) ? number : value.TryGetDouble(out var whole) && whole == (int)whole ? (int)whole : null
            : null;

    /// <summary>An object's member that is a number, also if it is written as a text; null if there is none.</summary>
    public static double? Number(this JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.Number or JsonValueKind.String } value
        && double.TryParse(value.TextOrJson(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Whether it is <c>true</c>, or what some servers write in its place: <c>"true"</c>, <c>1</c>.</summary>
    public static bool IsTrue(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => string.Equals(element.AsText(), "true", StringComparison.OrdinalIgnoreCase),
        JsonValueKind.Number => element.TryGetDouble(out var number) && number != 0,
        _ => false,
    };

    /// <summary>The text of a JSON string, of any document.</summary>
    public static string AsText(this JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException) when (element.ValueKind is JsonValueKind.String)
        {
            return Mended(element).GetString()!;
        }
    }

    /// <summary>The text that a value is, or its JSON.</summary>
    public static string TextOrJson(this JsonElement element) => element.ValueKind is JsonValueKind.String ? element.AsText() : element.GetRawText();

    /// <summary>Whether the token is a name or a text that says this. Half of a surrogate pair in it is no reason to throw.</summary>
    public static bool Says(in Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException) when (reader.ValueIsEscaped)
        {
            return false;
        }
    }

    /// <summary>
    /// The same JSON with U+FFFD in place of bytes that are not UTF-8, and of each half of a surrogate pair. JavaScript cuts
    /// texts between the two halves and sends the rest as an escape, which other languages cannot read.
    /// </summary>
    /// <returns><paramref name="utf8"/> itself where there are none: almost always.</returns>
    public static ReadOnlyMemory<byte> Mended(ReadOnlyMemory<byte> utf8)
    {
        utf8 = AsUtf8(utf8);
        return MendEscapes(utf8.Span) ?? utf8;
    }

    /// <summary>The same with U+FFFD in place of bytes that are not UTF-8, as JSON requires.</summary>
    /// <returns><paramref name="bytes"/> themselves where there are none.</returns>
    public static ReadOnlyMemory<byte> AsUtf8(ReadOnlyMemory<byte> bytes) =>
        Utf8.IsValid(bytes.Span) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));

    /// <inheritdoc cref="Mended(ReadOnlyMemory{byte})"/>
    /// <param name="element">Of any document.</param>
    public static JsonElement Mended(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Undefined)
        {
            return element;
        }

        var json = JsonMarshal.GetRawUtf8Value(element);
        if (Utf8.IsValid(json) && MendEscapes(json) is null)
        {
            return element;
        }

        using var mended = JsonDocument.Parse(Mended(json.ToArray()), new JsonDocumentOptions { MaxDepth = int.MaxValue });
        return mended.RootElement.Clone();
    }

    /// <returns>Null if there is nothing to mend.</returns>
    private static byte[]? MendEscapes(ReadOnlySpan<byte> json)
    {
        byte[]? mended = null;
        for (var at = 0; NextEscape(json, at) is var found and >= 0;)
        {
            var unit = UnitAt(json, found);
            at = found + EscapeLength;
            if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(UnitAt(json, at)))
            {
                at += EscapeLength;
            }
            else if (char.IsSurrogate(unit))
            {
                "\\ufffd"u8.CopyTo((mended ??= json.ToArray()).AsSpan(found));
            }
        }

        return mended;
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
