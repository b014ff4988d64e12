using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Messages;

/// <summary>The id of an answer. Ours are whole numbers, which some servers give back as text or with a fraction: <c>"1"</c>, <c>1.0</c>.</summary>
internal static class AnswerId
{
    // Beyond this, not every whole number is a double.
    private const double MaxWhole = 1L << 53;

    /// <param name="text">A text without its quotes, in UTF-8 and without escapes.</param>
    public static RequestId OfText(ReadOnlySpan<byte> text) => OfNumber(text) ?? new RequestId(Encoding.UTF8.GetString(text));

    /// <param name="number">As JSON spells it.</param>
    /// <returns>Null if it is not a whole number.</returns>
    public static RequestId? OfNumber(ReadOnlySpan<byte> number) =>
        long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? new RequestId(whole)
        : double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsInteger(real) && Math.Abs(real) <= MaxWhole
            ? new RequestId((long)real)
        : null;

    /// <returns>Null if it is neither a text nor a whole number.</returns>
    public static RequestId? Of(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.String => OfText(Encoding.UTF8.GetBytes(id.AsText())),
        JsonValueKind.Number => OfNumber(Encoding.UTF8.GetBytes(id.GetRawText())),
        _ => null,
    };
}
