using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Messages;

/// <summary>The id of an answer. Ours are whole numbers. Some servers send them back as texts, or as numbers with a fraction: <c>"1"</c>, <c>1.0</c>.</summary>
internal static class AnswerId
{
    // Up to here a double is exact.
    private const double LargestWhole = 1L << 53;

    /// <param name="text">The digits of a number, or what stands between the quotation marks of a text.</param>
    /// <returns>Null if it is not a whole number.</returns>
    public static RequestId? OfNumber(ReadOnlySpan<byte> text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return new RequestId(whole);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= LargestWhole && Math.Truncate(number) == number
                ? new RequestId((long)number)
                : null;
    }

    /// <summary>The same of any text.</summary>
    public static RequestId OfText(string text) => OfNumber(Encoding.UTF8.GetBytes(text)) ?? new RequestId(text);

    /// <returns>Null for anything that is neither a whole number nor a text.</returns>
    public static RequestId? Of(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.String => OfText(id.AsText()),
        JsonValueKind.Number => OfNumber(Encoding.UTF8.GetBytes(id.GetRawText())),
        _ => null,
    };
}
