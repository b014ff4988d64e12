using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>
/// Random values that fit a schema, as JSON texts. Written from the specification and sharing nothing with the generator's
/// own reading of schemas, so that the two can disagree.
/// </summary>
internal sealed class SchemaValues(JsonElement root)
{
    // Deeper than that, only what is required, and then nothing more.
    private const int DeepEnough = 4;
    private const int TooDeep = 24;

    private static readonly Gen<string> OtherNames = Pick("x-other 1", "@x", "x.y", "x");
    private static readonly Gen<string> AnyValue = Pick("null", "true", "7", "-0.5", "\"text\"", "[1,\"a\",null]", "{\"a\":{\"b\":[]}}");

    public Gen<string> Of(JsonElement schema, int depth = 0) => Gen.Const(true).SelectMany(_ => Now(schema, depth));

    private Gen<string> Now(JsonElement schema, int depth)
    {
        if (depth > TooDeep)
        {
            throw new NotSupportedException("No value of this schema ends.");
        }

        if (schema.ValueKind is not JsonValueKind.Object || !schema.EnumerateObject().Any())
        {
            return AnyValue;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Of(Follow(reference.GetString()!), depth + 1);
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return Gen.Const(constant.GetRawText());
        }

        if (schema.TryGetProperty("enum", out var listed))
        {
            return Pick([.. listed.EnumerateArray().Where(value => IsOfType(value, schema)).Select(static value => value.GetRawText())]);
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            return Together([.. all.EnumerateArray(), Without(schema, "allOf")], depth);
        }

        foreach (var keyword in new[] { "anyOf", "oneOf" })
        {
            if (schema.TryGetProperty(keyword, out var some))
            {
                var branches = some.EnumerateArray().ToList();
                var rest = Without(schema, keyword);
                var isAlone = !rest.EnumerateObject().Any(static other => other.Name is "type" or "properties" or "items");
                return Gen.Int[0, branches.Count - 1].SelectMany(i => isAlone || TypesOf(branches[i]).Any() && !rest.TryGetProperty("properties", out JsonElement _)
                    ? Of(branches[i], depth + 1)
                    : Together([rest, branches[i]], depth));
            }
        }

        var types = TypesOf(schema).ToArray();
        return types.Length == 0 ? OfType(Inferred(schema), schema, depth) : Pick(types).SelectMany(type => OfType(type, schema, depth));
    }

    private Gen<string> OfType(string type, JsonElement schema, int depth) => type switch
    {
        "string" => RandomText.Of(schema).Select(Quoted),
        "integer" => Integer(schema),
        "number" => Number(schema),
        "boolean" => Pick("true", "false"),
        "null" => Gen.Const("null"),
        "array" => Array(schema, depth),
        "object" => Object(schema, depth),
        _ => AnyValue,
    };

    private static Gen<string> Integer(JsonElement schema)
    {
        var least = decimal.Ceiling(Least(schema) ?? -(1L << 53)) + (IsExclusive(schema, "exclusiveMinimum", Least(schema)) ? 1 : 0);
        var most = decimal.Floor(Most(schema) ?? (1L << 53)) - (IsExclusive(schema, "exclusiveMaximum", Most(schema)) ? 1 : 0);
        return Steps(least, most, Step(schema) ?? 1);
    }

    private static Gen<string> Number(JsonElement schema)
    {
        var (least, most) = (Least(schema) ?? -1e9m, Most(schema) ?? 1e9m);
        if (Step(schema) is { } step)
        {
            return Steps(least, most, step);
        }

        var (isOpenBelow, isOpenAbove) = (IsExclusive(schema, "exclusiveMinimum", least), IsExclusive(schema, "exclusiveMaximum", most));
        var within = Gen.Double[(double)least, Math.Max((double)least, (double)most)]
            .Select(value => (isOpenBelow && value <= (double)least) || (isOpenAbove && value >= (double)most) ? (double)(least + most) / 2 : value)
            .Select(static value => value.ToString("R", CultureInfo.InvariantCulture));
        Gen<string>[] edges = [.. isOpenBelow ? [] : new[] { Spelled(least) }, .. isOpenAbove ? [] : new[] { Spelled(most) }];
        return Gen.OneOf([within, within, .. edges]);

        static Gen<string> Spelled(decimal edge) => Gen.Const(edge.ToString(CultureInfo.InvariantCulture));
    }

    // The edges of the range more often than chance would have it.
    private static Gen<string> Steps(decimal least, decimal most, decimal step)
    {
        var (first, last) = (
            (long)Math.Clamp(decimal.Ceiling(least / step), long.MinValue, long.MaxValue),
            (long)Math.Clamp(decimal.Floor(most / step), long.MinValue, long.MaxValue));
        var within = Gen.Long[first, Math.Max(first, last)];
        return Gen.OneOf(within, within, Gen.Const(first), Gen.Const(Math.Max(first, last)))
            .Select(count => (count * step).ToString(CultureInfo.InvariantCulture));
    }

    private static decimal? Least(JsonElement schema) => Max(Bound(schema, "minimum"), Bound(schema, "exclusiveMinimum"));

    private static decimal? Most(JsonElement schema) => -Max(-Bound(schema, "maximum"), -Bound(schema, "exclusiveMaximum"));

    private static decimal? Max(decimal? one, decimal? other) => one is null || other > one ? other : one;

    // Draft-04's is a boolean beside the bound, later ones are the bound.
    private static bool IsExclusive(JsonElement schema, string keyword, decimal? bound) =>
        schema.TryGetProperty(keyword, out var exclusive)
        && (exclusive.ValueKind is JsonValueKind.True
            || (bound is not null && Bound(schema, keyword) == bound));

    private static decimal? Step(JsonElement schema) => Bound(schema, "multipleOf") is > 0 and var step ? step : null;

    private Gen<string> Array(JsonElement schema, int depth)
    {
        var least = Count(schema, "minItems") ?? 0;
        var most = depth > DeepEnough ? least : Math.Max(least, Math.Min(Count(schema, "maxItems") ?? 3, 5));
        if (schema.TryGetProperty("prefixItems", out var places))
        {
            return AllOf([.. places.EnumerateArray().Select(place => Of(place, depth + 1))]).Select(static items => $"[{string.Join(',', items)}]");
        }

        var item = schema.TryGetProperty("items", out var items) ? Of(items, depth + 1) : AnyValue;
        var areDifferent = schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind is JsonValueKind.True;
        return item.Array[least, most].Select(items => $"[{string.Join(',', areDifferent ? items.Distinct() : items)}]");
    }

    private Gen<string> Object(JsonElement schema, int depth)
    {
        var required = schema.TryGetProperty("required", out var names) && names.ValueKind is JsonValueKind.Array
            ? names.EnumerateArray().Select(static name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        var members = new List<Gen<string?>>();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject().Where(static property => property.Value.ValueKind is not JsonValueKind.False))
            {
                var value = Of(property.Value, depth + 1).Select(text => (string?)$"{Quoted(property.Name)}:{text}");
                if (required.Contains(property.Name))
                {
                    members.Add(value);
                }
                else if (depth <= DeepEnough)
                {
                    members.Add(Gen.Bool.SelectMany(isThere => isThere ? value : Gen.Const((string?)null)));
                }
            }
        }

        if (depth <= DeepEnough && Others(schema) is { } others)
        {
            members.Add(Gen.Bool.SelectMany(isThere => isThere
                ? Of(others, depth + 1).SelectMany(static text => OtherNames.Select(name => (string?)$"{Quoted(name)}:{text}"))
                : Gen.Const((string?)null)));
        }

        return AllOf(members).Select(static members => $"{{{string.Join(',', members.Where(static member => member is not null))}}}");
    }

    private static JsonElement? Others(JsonElement schema) =>
        schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind is JsonValueKind.True or JsonValueKind.Object ? others
        : schema.TryGetProperty("patternProperties", out var patterns) && patterns.EnumerateObject().Any() ? patterns.EnumerateObject().First().Value
        : null;

    // Objects that must fit several schemas have the properties of all.
    private Gen<string> Together(IReadOnlyList<JsonElement> schemas, int depth)
    {
        var shaping = schemas.Where(static schema => schema.EnumerateObject().Any(static keyword =>
            keyword.Name is "properties" or "$ref" or "allOf" or "anyOf" or "oneOf" or "enum" or "const" or "items" or "additionalProperties")).ToList();
        if (shaping.Count == 0)
        {
            return Of(schemas.First(static schema => TypesOf(schema).Any()), depth + 1);
        }

        return AllOf([.. shaping.Select(schema => Of(schema, depth + 1))]).Select(static texts =>
        {
            var merged = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            var parts = texts.Select(static text => JsonDocument.Parse(text).RootElement).ToList();
            if (parts.Count == 1 || !parts.TrueForAll(static part => part.ValueKind is JsonValueKind.Object))
            {
                return texts[^1];
            }

            foreach (var member in parts.SelectMany(static part => part.EnumerateObject()))
            {
                merged[member.Name] = member.Value;
            }

            return JsonSerializer.Serialize(merged);
        });
    }

    private static Gen<T[]> AllOf<T>(IReadOnlyList<Gen<T>> gens) => gens.Aggregate(
        Gen.Const(System.Array.Empty<T>()), static (all, next) => all.SelectMany(found => next.Select(item => (T[])[.. found, item])));

    private JsonElement Follow(string reference)
    {
        var place = root;
        foreach (var step in Uri.UnescapeDataString(reference).TrimStart('#').Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            place = place.ValueKind is JsonValueKind.Array ? place[int.Parse(name, CultureInfo.InvariantCulture)] : place.GetProperty(name);
        }

        return place;
    }

    private static IEnumerable<string> TypesOf(JsonElement schema) =>
        schema.ValueKind is not JsonValueKind.Object || !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().Select(static name => name.GetString()!) : [type.GetString()!];

    private static string Inferred(JsonElement schema) =>
        schema.TryGetProperty("properties", out _) || schema.TryGetProperty("additionalProperties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "";

    private static bool IsOfType(JsonElement value, JsonElement schema) => value.ValueKind switch
    {
        _ when !TypesOf(schema).Any() => true,
        JsonValueKind.String => TypesOf(schema).Contains("string"),
        JsonValueKind.Null => TypesOf(schema).Contains("null"),
        _ => true,
    };

    private static decimal? Bound(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var bound) && bound.ValueKind is JsonValueKind.Number && bound.TryGetDecimal(out var value)
            ? Math.Clamp(value, long.MinValue, long.MaxValue) : null;

    private static int? Count(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var count) && count.TryGetInt32(out var value) ? value : null;

    private static JsonElement Without(JsonElement schema, string keyword) => JsonSerializer.SerializeToElement(
        schema.EnumerateObject()
            .Where(other => other.Name != keyword)
            .GroupBy(static other => other.Name)
            .ToDictionary(static other => other.Key, static other => other.Last().Value));

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
