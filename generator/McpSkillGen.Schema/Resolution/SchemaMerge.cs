using System.Globalization;
using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Resolution;

/// <summary>
/// Makes one schema from several: from those that all apply (<c>allOf</c>, a reference and the keywords beside it), or from the
/// properties of alternatives. The nodes inside keep their places in the catalog.
/// </summary>
internal static class SchemaMerge
{
    /// <summary>One schema with everything that all parts say; null if they contradict each other.</summary>
    /// <remarks>Description, title and default come from the first part that has them.</remarks>
    public static JsonObject? All(IReadOnlyList<JsonObject> parts)
    {
        var merged = new Dictionary<string, JsonProperty>(StringComparer.Ordinal);
        foreach (var keyword in parts.SelectMany(static part => part.DistinctProperties()))
        {
            if (!merged.TryGetValue(keyword.Name, out var known))
            {
                merged.Add(keyword.Name, keyword);
            }
            else if (Both(keyword.Name, known.Value, keyword.Value) is { } both)
            {
                merged[keyword.Name] = known with { Value = both };
            }
            else
            {
                return null;
            }
        }

        return new JsonObject(parts[0].Span, merged.Values.ToList());
    }

    /// <summary>The properties of all alternatives, each with the schemas of the alternatives that have it.</summary>
    public static IReadOnlyList<JsonProperty> AnyProperties(IEnumerable<JsonObject> alternatives)
    {
        var merged = new Dictionary<string, List<JsonProperty>>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var property in alternatives
            .Select(static schema => schema["properties"]).OfType<JsonObject>()
            .SelectMany(static properties => properties.DistinctProperties())
            .Where(static property => property.Value is not JsonBoolean { Value: false }))
        {
            if (!merged.TryGetValue(property.Name, out var known))
            {
                merged.Add(property.Name, known = []);
                order.Add(property.Name);
            }

            var text = property.Value.ToString();
            if (known.TrueForAll(other => other.Value.ToString() != text))
            {
                known.Add(property);
            }
        }

        return order.Select(name => OneOf(merged[name])).ToList();
    }

    /// <summary>What all of them require.</summary>
    public static HashSet<string> RequiredByAll(IEnumerable<JsonObject> alternatives)
    {
        HashSet<string>? required = null;
        foreach (var alternative in alternatives)
        {
            if (required is null)
            {
                required = Required(alternative);
            }
            else
            {
                required.IntersectWith(Required(alternative));
            }
        }

        return required ?? new HashSet<string>(StringComparer.Ordinal);
    }

    /// <remarks>Names in <c>required</c> without a property are ignored: servers list them by mistake.</remarks>
    public static HashSet<string> Required(JsonObject schema) => new(
        (schema["required"] as JsonArray)?.Items.OfType<JsonString>().Select(static name => name.Value) ?? [], StringComparer.Ordinal);

    /// <summary>The schema <c>{ keyword: [parts] }</c>, at the place of the first.</summary>
    public static JsonObject Combined(string keyword, IReadOnlyList<JsonNode> parts)
    {
        var span = parts[0].Span;
        return new JsonObject(span, [new JsonProperty(keyword, span, new JsonArray(span, parts))]);
    }

    private static JsonProperty OneOf(List<JsonProperty> variants) => variants.Count == 1
        ? variants[0]
        : variants[0] with { Value = Combined("anyOf", variants.Select(static variant => variant.Value).ToList()) };

    // Null if nothing can be both.
    private static JsonNode? Both(string keyword, JsonNode first, JsonNode second) => (keyword, first, second) switch
    {
        ("properties" or "patternProperties" or "$defs" or "definitions", JsonObject a, JsonObject b) => BothMembers(a, b),
        ("required", JsonArray a, JsonArray b) => new JsonArray(a.Span, a.Items.Concat(b.Items).ToList()),
        ("type", _, _) => BothTypes(first, second),
        ("enum", JsonArray a, JsonArray b) => Common(a, b),
        ("const", _, _) => first.ToString() == second.ToString() ? first : null,
        ("items" or "additionalProperties", JsonBoolean { Value: true }, _) => second,
        ("items" or "additionalProperties", JsonBoolean, _) => first,
        ("items" or "additionalProperties", _, JsonBoolean b) => b.Value ? first : second,
        ("items" or "additionalProperties", JsonObject a, JsonObject b) => BothSchemas(a, b),
        ("anyOf" or "oneOf", JsonArray a, JsonArray b) => a.ToString() == b.ToString() ? a : Shaping(a, b),
        ("minimum" or "exclusiveMinimum" or "minLength" or "minItems", JsonNumber a, JsonNumber b) => Value(a) >= Value(b) ? a : b,
        ("maximum" or "exclusiveMaximum" or "maxLength" or "maxItems", JsonNumber a, JsonNumber b) => Value(a) <= Value(b) ? a : b,
        ("multipleOf", JsonNumber a, JsonNumber b) => Value(b) % Value(a) == 0 ? b : a,
        ("uniqueItems", JsonBoolean a, JsonBoolean b) => a.Value ? a : b,
        ("pattern", _, _) => BothPatterns(first, second),
        _ => first,
    };

    // No keyword of JSON Schema holds several patterns, but a merged schema does.
    private static JsonArray BothPatterns(JsonNode first, JsonNode second)
    {
        var all = new[] { first, second }.SelectMany(static node => node is JsonArray several ? several.Items : [node]);
        return new JsonArray(first.Span, all.GroupBy(static node => node.ToString()).Select(static same => same.First()).ToList());
    }

    private static double Value(JsonNumber number) =>
        double.TryParse(number.RawText, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;

    // Of two sets of alternatives, the one with properties or types. The other only narrows it.
    private static JsonArray Shaping(JsonArray first, JsonArray second) => first.Items.Any(IsShaping) ? first : second;

    private static bool IsShaping(JsonNode schema) => schema is JsonObject keywords
        && keywords.Properties.Any(static keyword => keyword.Name is not "required" && SchemaKeywords.Shaping.Contains(keyword.Name));

    private static JsonObject BothMembers(JsonObject first, JsonObject second)
    {
        var members = first.DistinctProperties().Select(member => second[member.Name] is { } other && other != member.Value
            ? member with { Value = BothSchemas(member.Value, other) }
            : member);
        return new JsonObject(first.Span, members.Concat(second.DistinctProperties().Where(member => first[member.Name] is null)).ToList());
    }

    private static JsonNode BothSchemas(JsonNode first, JsonNode second) =>
        first.ToString() == second.ToString() ? first : Combined("allOf", [first, second]);

    private static JsonArray? Common(JsonArray first, JsonArray second)
    {
        var texts = new HashSet<string>(second.Items.Select(static item => item.ToString()), StringComparer.Ordinal);
        var common = first.Items.Where(item => texts.Contains(item.ToString())).ToList();
        return common.Count > 0 ? new JsonArray(first.Span, common) : null;
    }

    private static JsonArray? BothTypes(JsonNode first, JsonNode second)
    {
        var (a, b) = (SchemaTypes.Of(first), SchemaTypes.Of(second));
        var common = a.Where(type => b.Contains(type) || (type is "integer" && b.Contains("number")))
            .Concat(a.Contains("number") && b.Contains("integer") && !a.Contains("integer") ? ["integer"] : [])
            .ToList();
        return common.Count > 0 ? new JsonArray(first.Span, common.Select(type => (JsonNode)new JsonString(first.Span, type)).ToList()) : null;
    }
}
