using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Resolution;

/// <summary>Which keywords of JSON Schema, draft-04 to 2020-12, do what.</summary>
internal static class SchemaKeywords
{
    /// <summary>The keywords for references in each draft. A dynamic reference is read as the schema it starts from.</summary>
    public static readonly string[] References = ["$ref", "$dynamicRef", "$recursiveRef"];

    /// <summary>Keywords for alternatives.</summary>
    public static readonly string[] Alternatives = ["anyOf", "oneOf"];

    /// <summary>Keywords that say what a value consists of. All others narrow or describe it, which the server checks.</summary>
    public static readonly HashSet<string> Shaping = new(StringComparer.Ordinal)
    {
        "type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "items", "prefixItems",
        "additionalItems", "anyOf", "oneOf", "allOf", "$ref", "$dynamicRef", "$recursiveRef", "if", "nullable",
    };

    /// <summary>Keywords that narrow a value, and that are checked before a call.</summary>
    public static readonly HashSet<string> Limiting = new(StringComparer.Ordinal)
    {
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format",
        "minItems", "maxItems", "uniqueItems", "propertyNames",
    };

    private static readonly string[] OfSchema =
    [
        "additionalProperties", "additionalItems", "items", "contains", "not", "if", "then", "else", "propertyNames",
        "unevaluatedProperties", "unevaluatedItems",
    ];

    private static readonly string[] OfSchemas = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];

    private static readonly string[] OfNamedSchemas =
        ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"];

    /// <summary>The reference of a schema, if it has one.</summary>
    public static JsonString? ReferenceIn(JsonObject schema)
    {
        // A loop, because this is called many times for every schema.
        foreach (var keyword in References)
        {
            if (schema[keyword] is JsonString reference)
            {
                return reference;
            }
        }

        return null;
    }

    /// <summary>The schemas directly inside a schema.</summary>
    public static IEnumerable<JsonNode> Within(JsonObject schema) =>
        OfSchema.Select(keyword => schema[keyword]).OfType<JsonObject>()
            .Concat(OfSchemas.Select(keyword => schema[keyword]).OfType<JsonArray>().SelectMany(static schemas => schemas.Items))
            .Concat(OfNamedSchemas.Select(keyword => schema[keyword]).OfType<JsonObject>()
                .SelectMany(static schemas => schemas.Properties).Select(static property => property.Value));
}
