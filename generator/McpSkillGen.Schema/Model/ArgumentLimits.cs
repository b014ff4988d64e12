using System.Globalization;
using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Model;

/// <summary>What a schema requires of a value beyond its type, in draft-04 to 2020-12. The runtime's <c>ArgumentDefinition</c> has
/// members with the same names.</summary>
internal sealed record ArgumentLimits
{
    public static readonly ArgumentLimits None = new();

    public string? Format { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public bool IsMinimumExclusive { get; init; }

    public bool IsMaximumExclusive { get; init; }

    public double? MultipleOf { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>A text must match all of them.</summary>
    public EquatableArray<string> Patterns { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public bool HasUniqueItems { get; init; }

    /// <param name="schema">The keywords that apply to the value.</param>
    /// <param name="kind">Its type. Keywords for other types do not apply.</param>
    public static ArgumentLimits Read(JsonNode schema, ArgumentKind kind) => (schema, kind) switch
    {
        (JsonObject keywords, ArgumentKind.String) => new ArgumentLimits
        {
            Format = Text(keywords["format"]),
            MinLength = Count(keywords["minLength"]),
            MaxLength = Count(keywords["maxLength"]),
            Patterns = PatternsOf(keywords["pattern"]),
        },
        (JsonObject keywords, ArgumentKind.Integer or ArgumentKind.Number) => ReadRange(keywords),
        (JsonObject keywords, ArgumentKind.Array) => new ArgumentLimits
        {
            MinItems = Count(keywords["minItems"]),
            MaxItems = Count(keywords["maxItems"]),
            HasUniqueItems = keywords["uniqueItems"] is JsonBoolean { Value: true },
        },
        _ => None,
    };

    private static ArgumentLimits ReadRange(JsonObject keywords)
    {
        var (minimum, isMinimumExclusive) = Bound(keywords, "minimum", "exclusiveMinimum", static (one, other) => one > other);
        var (maximum, isMaximumExclusive) = Bound(keywords, "maximum", "exclusiveMaximum", static (one, other) => one < other);
        return new ArgumentLimits
        {
            Minimum = minimum,
            Maximum = maximum,
            IsMinimumExclusive = isMinimumExclusive,
            IsMaximumExclusive = isMaximumExclusive,
            MultipleOf = Number(keywords["multipleOf"]) is > 0 and var factor ? factor : null,
        };
    }

    // Draft-04 has "exclusiveMinimum": true with "minimum". In later drafts it is a number, and the stricter bound counts.
    private static (double? Value, bool IsExclusive) Bound(JsonObject keywords, string inclusive, string exclusive, Func<double, double, bool> isStricter) =>
        (Number(keywords[inclusive]), Number(keywords[exclusive])) switch
        {
            (null, { } open) => (open, true),
            ({ } closed, { } open) => isStricter(closed, open) ? (closed, false) : (open, true),
            (var closed, null) => (closed, closed is not null && keywords[exclusive] is JsonBoolean { Value: true }),
        };

    private static string? Text(JsonNode? keyword) => keyword is JsonString { Value.Length: > 0 } text ? text.Value : null;

    private static EquatableArray<string> PatternsOf(JsonNode? keyword) =>
        ((keyword as JsonArray)?.Items ?? [keyword!]).Select(Text).OfType<string>().ToEquatableArray();

    private static double? Number(JsonNode? keyword) =>
        keyword is JsonNumber number
        && double.TryParse(number.RawText, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && !double.IsInfinity(value)
            ? value
            : null;

    // 2.0 is a count too. A count that no text or list can reach is ignored.
    private static int? Count(JsonNode? keyword) =>
        Number(keyword) is >= 0 and <= int.MaxValue and var count && count == Math.Floor(count) ? (int)count : null;
}
