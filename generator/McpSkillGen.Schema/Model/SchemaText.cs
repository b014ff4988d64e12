using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Model;

/// <summary>What a schema says to people, and which of an object's properties it demands.</summary>
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

    /// <summary>The properties that the schema lists, each with whether it is required: those first, otherwise in order.</summary>
    /// <remarks>Names in <c>required</c> that are no properties are passed over: servers list them by mistake.</remarks>
    public static IReadOnlyList<(JsonProperty Property, bool IsRequired)> Properties(SchemaShape.Fields fields)
    {
        var required = new HashSet<string>(
            (fields.Schema["required"] as JsonArray)?.Items.OfType<JsonString>().Select(static name => name.Value) ?? [],
            StringComparer.Ordinal);
        return fields.Properties.DistinctProperties()
            .Select(property => (Property: property, IsRequired: required.Contains(property.Name)))
            .OrderBy(static listed => listed.IsRequired ? 0 : 1)
            .ToList();
    }
}
