using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Model;

/// <summary>What a schema says to people.</summary>
internal static class SchemaText
{
    /// <summary>The description, also that of X in "X or null"; empty if there is none.</summary>
    public static string Description(JsonNode? schema)
    {
        if (schema is not JsonObject keywords)
        {
            return "";
        }

        if (keywords["description"] is JsonString description)
        {
            return description.Value;
        }

        // With several, no description applies to all.
        var branches = ((keywords["anyOf"] ?? keywords["oneOf"]) as JsonArray)?.Items.OfType<JsonObject>()
            .Where(static branch => branch["type"] is not JsonString { Value: "null" }).ToList();
        return branches is { Count: 1 } ? (branches[0]["description"] as JsonString)?.Value ?? "" : "";
    }

    /// <summary>The default as minified JSON: the schema's own, or else that of what it refers to.</summary>
    public static string? DefaultJson(JsonNode schema, SchemaShapeReader shapes) =>
        ((schema as JsonObject)?["default"] ?? shapes.Whole(schema)?["default"])?.ToString();
}
