using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>Arguments with one thing wrong, made of arguments that were right; whether it is wrong indeed is for a validator to say.</summary>
/// <param name="Json">The arguments.</param>
/// <param name="Property">The argument that it is wrong with.</param>
/// <param name="What">What was done.</param>
internal sealed record BrokenValues(string Json, string Property, string What)
{
    /// <param name="schema">An input schema whose properties stand in it; what is behind references is left alone.</param>
    /// <param name="json">Arguments that fit it.</param>
    public static IEnumerable<BrokenValues> Of(JsonElement schema, string json)
    {
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            if (JsonNode.Parse(json)![property.Name] is { } value)
            {
                foreach (var (broken, what) in Breaks(property.Value, value))
                {
                    var arguments = JsonNode.Parse(json)!.AsObject();
                    arguments[property.Name] = broken;
                    yield return new BrokenValues(arguments.ToJsonString(), property.Name, what);
                }

                var without = JsonNode.Parse(json)!.AsObject();
                without.Remove(property.Name);
                yield return new BrokenValues(without.ToJsonString(), property.Name, "missing");
            }
        }
    }

    private static IEnumerable<(JsonNode Value, string What)> Breaks(JsonElement schema, JsonNode value)
    {
        double? Limit(string keyword) => schema.TryGetProperty(keyword, out var limit) && limit.ValueKind is JsonValueKind.Number ? limit.GetDouble() : null;
        switch (value.GetValueKind())
        {
            case JsonValueKind.Number:
                foreach (var (limit, beyond) in new[] { ("minimum", -1.0), ("exclusiveMinimum", 0), ("maximum", 1), ("exclusiveMaximum", 0) })
                {
                    if (Limit(limit) is { } bound)
                    {
                        yield return (JsonValue.Create(bound + beyond), limit);
                    }
                }

                if (Limit("multipleOf") is { } unit)
                {
                    yield return (JsonValue.Create(value.GetValue<double>() + (unit / 2)), "multipleOf");
                }

                break;
            case JsonValueKind.String:
                if (Limit("minLength") is > 1 and var least)
                {
                    yield return (JsonValue.Create(new string('a', (int)least - 1)), "minLength");
                }

                if (Limit("maxLength") is { } most)
                {
                    yield return (JsonValue.Create(new string('a', (int)most + 1)), "maxLength");
                }

                yield return (JsonValue.Create("no such text"), "enum or pattern");
                break;
            case JsonValueKind.Array when schema.TryGetProperty("items", out var items):
                foreach (var broken in BrokenItems(items, value.AsArray()))
                {
                    yield return broken;
                }

                break;
            case JsonValueKind.Object when schema.TryGetProperty("properties", out _):
                var withMore = value.DeepClone();
                withMore["noSuchProperty"] = 1;
                yield return (withMore, "unknown property");
                foreach (var inner in Of(schema, value.ToJsonString()))
                {
                    yield return (JsonNode.Parse(inner.Json)!, $"{inner.What} within");
                }

                break;
        }
    }

    private static IEnumerable<(JsonNode Value, string What)> BrokenItems(JsonElement items, JsonArray value)
    {
        yield return (new JsonArray(), "minItems");
        if (value.Count == 0)
        {
            yield break;
        }

        var twice = value.DeepClone().AsArray();
        twice.Add(value[0]!.DeepClone());
        yield return (twice, "uniqueItems or maxItems");
        foreach (var (broken, what) in Breaks(items, value[0]!))
        {
            var copy = value.DeepClone().AsArray();
            copy[0] = broken;
            yield return (copy, $"{what} of an item");
        }
    }
}
