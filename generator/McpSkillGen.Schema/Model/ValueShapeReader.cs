using System.Globalization;
using System.Numerics;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Resolution;

namespace McpSkillGen.Schema.Model;

/// <summary>Recognises schemas that list their values (<c>enum</c>, <c>const</c>), and numbers by their range.</summary>
internal static class ValueShapeReader
{
    /// <summary>The shape of a schema that lists its values; null if it lists none, or none of its type.</summary>
    public static SchemaShape? Read(JsonObject schema)
    {
        var listed = ValuesOf(schema);
        var types = SchemaTypes.Of(schema["type"]);
        var values = listed.Where(value => SchemaTypes.Allow(types, SchemaTypes.OfValue(value))).ToList();
        var kinds = values.Select(SchemaTypes.OfValue).Select(static type => type is "integer" ? "number" : type)
            .Where(static type => type is not "null").Distinct().ToList();
        if (kinds.Count == 0)
        {
            return null;
        }

        var isNullable = values.Exists(static value => value is JsonNull);
        if (kinds.Count > 1)
        {
            var alternatives = kinds.Select(kind => (JsonNode)ListOf(schema, values.Where(value => KindOf(value) == kind).ToList())).ToList();
            return new SchemaShape.Union(alternatives) { IsNullable = isNullable };
        }

        return OfOneKind(kinds[0], schema, values) with { IsNullable = isNullable, Constant = values.Count == 1 ? values[0] : null };
    }

    /// <summary>The values that a schema lists; may be empty.</summary>
    public static IReadOnlyList<JsonNode> ValuesOf(JsonObject? schema) =>
        schema?["const"] is { } constant ? [constant] : (schema?["enum"] as JsonArray)?.Items ?? [];

    public static SchemaShape ReadNumber(string type, JsonObject schema)
    {
        if (type is "number")
        {
            return new SchemaShape.Number(IsDecimal: schema["format"] is JsonString { Value: "decimal" } || HasDecimalSteps(schema));
        }

        var format = (schema["format"] as JsonString)?.Value;
        var (least, most) = (Bound(schema, "minimum", "exclusiveMinimum"), Bound(schema, "maximum", "exclusiveMaximum"));
        if (least < long.MinValue || most > ulong.MaxValue || (most > long.MaxValue && (least is null || least < 0)))
        {
            return new SchemaShape.Integer(IntegerRange.Beyond64Bits);
        }

        return new SchemaShape.Integer(format is "uint64" || most > long.MaxValue ? IntegerRange.Unsigned : IntegerRange.Signed);
    }

    private static string KindOf(JsonNode value) => SchemaTypes.OfValue(value) is var type && type is "integer" ? "number" : type;

    private static SchemaShape OfOneKind(string kind, JsonObject schema, List<JsonNode> values)
    {
        switch (kind)
        {
            case "string":
                return new SchemaShape.Choice(Described(schema, values));
            case "boolean":
                return new SchemaShape.Boolean();
            case "number":
                var isWhole = values.TrueForAll(static value => SchemaTypes.OfValue(value) is "integer" or "null");
                return ReadNumber(isWhole && !SchemaTypes.Of(schema["type"]).Contains("number") ? "integer" : "number", schema);
            case "object":
                return new SchemaShape.AnyObject();
            default:
                return new SchemaShape.List(null);
        }
    }

    // The description of a constant is about the value, that of a list about the property.
    private static List<ChoiceValue> Described(JsonObject schema, List<JsonNode> values)
    {
        var description = schema["const"] is null ? "" : ((schema["description"] ?? schema["title"]) as JsonString)?.Value ?? "";
        return values.OfType<JsonString>().Select(static value => value.Value).Distinct(StringComparer.Ordinal)
            .Select(text => new ChoiceValue(text, description)).ToList();
    }

    private static JsonObject ListOf(JsonObject schema, List<JsonNode> values) =>
        new(schema.Span, [new JsonProperty("enum", schema.Span, new JsonArray(schema.Span, values))]);

    private static bool HasDecimalSteps(JsonObject schema) =>
        schema["multipleOf"] is JsonNumber { RawText: var step } && step.IndexOf('.') >= 0 && step.IndexOfAny(['e', 'E']) < 0;

    // Generators write bounds with an exponent for "none": 1.7976931348623157e308. Draft-04's exclusive bounds are booleans.
    private static BigInteger? Bound(JsonObject schema, string inclusive, string exclusive) =>
        new[] { schema[inclusive], schema[exclusive] }.OfType<JsonNumber>()
            .Select(static bound =>
                BigInteger.TryParse(bound.RawText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : (BigInteger?)null)
            .FirstOrDefault(static bound => bound is not null);
}
