using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Resolution;

/// <summary>Which keywords of JSON Schema, draft-04 to 2020-12, do what.</summary>
internal static class SchemaKeywords
{
    /// <summary>References, by their names in each draft. A dynamic one is read as the schema it starts from.</summary>
    public static readonly string[] References = ["$ref", "$dynamicRef", "$recursiveRef"];

    /// <summary>Lists of schemas of which a value fits some, or one.</summary>
    public static readonly string[] Alternatives = ["anyOf", "oneOf"];

    /// <summary>Those that say what a value is made of. All others narrow or describe it, and the server checks those.</summary>
    public static readonly HashSet<string> Shaping = new(StringComparer.Ordinal)
    {
        "type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "items", "prefixItems",
        "additionalItems", "anyOf", "oneOf", "allOf", "$ref", "$dynamicRef", "$recursiveRef", "if", "nullable",
    };

    private static readonly string[] OfSchema =
    [
        "additionalProperties", "additionalItems", "items", "contains", "not", "if", "then", "else", "propertyNames",
        "unevaluatedProperties", "unevaluatedItems",
    ];

    private static readonly string[] OfSchemas = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];

    private static readonly string[] OfNamedSchemas =
        ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"];

    /// <summary>The reference of a schema, where it has one.</summary>
    public static JsonString? ReferenceIn(JsonObject schema)
    {
        // A loop: this is asked of every schema, many times.
        foreach (var keyword in References)
        {
            if (schema[keyword] is JsonString reference)
            {
                return reference;
            }
        }

        return null;
    }

    /// <summary>The schemas directly within a schema.</summary>
    public static IEnumerable<JsonNode> Within(JsonObject schema) =>
        OfSchema.Select(keyword => schema[keyword]).OfType<JsonObject>()
            .Concat(OfSchemas.Select(keyword => schema[keyword]).OfType<JsonArray>().SelectMany(static schemas => schemas.Items))
            .Concat(OfNamedSchemas.Select(keyword => schema[keyword]).OfType<JsonObject>()
                .SelectMany(static schemas => schemas.Properties).Select(static property => property.Value));
}
