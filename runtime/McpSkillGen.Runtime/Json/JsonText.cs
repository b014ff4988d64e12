using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace McpSkillGen.Runtime.Json;

/// <summary>
/// The text of a JSON string, however a server cut it: JavaScript slices between the halves of a surrogate pair and sends
/// the half that is left as <c>\ud83d</c>, on which System.Text.Json throws. Each half becomes U+FFFD.
/// </summary>
internal static class JsonText
{
    /// <param name="element">Of kind <see cref="JsonValueKind.String"/>.</param>
    public static string Of(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException) when (element.ValueKind is JsonValueKind.String)
        {
            var raw = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element));
            using var mended = JsonDocument.Parse(WithoutHalves(raw));
            return mended.RootElement.GetString()!;
        }
    }

    /// <summary>The text of an object's member; null where there is no object, no such member, or one of another type.</summary>
    public static string? In(JsonElement holder, ReadOnlySpan<byte> property) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String
            ? Of(value)
            : null;

    private static string WithoutHalves(string raw)
    {
        const int EscapeLength = 6;
        var mended = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length;)
        {
            var length = 1;
            if (raw[i] == '\\')
            {
                length = raw[i + 1] == 'u' ? EscapeLength : 2;
                if (length == EscapeLength && char.IsSurrogate(EscapedUnit(raw, i)))
                {
                    var isPair = char.IsHighSurrogate(EscapedUnit(raw, i))
                        && raw.AsSpan(i + EscapeLength).StartsWith("\\u") && char.IsLowSurrogate(EscapedUnit(raw, i + EscapeLength));
                    mended.Append(isPair ? raw.AsSpan(i, 2 * EscapeLength) : "\\ufffd");
                    i += isPair ? 2 * EscapeLength : EscapeLength;
                    continue;
                }
            }

            mended.Append(raw, i, length);
            i += length;
        }

        return mended.ToString();
    }

    private static char EscapedUnit(string raw, int at) =>
        (char)ushort.Parse(raw.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
