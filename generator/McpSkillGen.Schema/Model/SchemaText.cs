using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Model;

/// <summary>What a schema says to people.</summary>
internal static class SchemaText
{
    /// <summary>The description, also where "X or null" left it with X; empty where there is none.</summary>
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

        var branches = (keywords["anyOf"] ?? keywords["oneOf"]) as JsonArray;
        return branches?.Items.OfType<JsonObject>().Select(static branch => branch["description"]).OfType<JsonString>().FirstOrDefault()?.Value ?? "";
    }

    public static string? DefaultJson(JsonNode schema) => (schema as JsonObject)?["default"]?.ToString();
}
