using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Resolution;

namespace McpSkillGen.Schema.Model;

/// <summary>Recognises what kind of object a schema means: a record, a map, or any.</summary>
internal static class ObjectShapeReader
{
    /// <param name="schema">The object's keywords.</param>
    /// <param name="alternatives">Objects that it may be, so that it may have their properties; may be empty.</param>
    public static SchemaShape Read(JsonObject schema, IReadOnlyList<JsonObject> alternatives)
    {
        var own = (schema["properties"] as JsonObject)?.DistinctProperties().ToList() ?? [];
        var ownNames = new HashSet<string>(own.Select(static property => property.Name), StringComparer.Ordinal);
        var properties = own.Concat(SchemaMerge.AnyProperties(alternatives).Where(property => !ownNames.Contains(property.Name))).ToList();
        if (properties.Count > 0)
        {
            var required = SchemaMerge.Required(schema);
            required.UnionWith(SchemaMerge.RequiredByAll(alternatives));
            var listed = properties
                .Select(property => new Field(property, required.Contains(property.Name)))
                .OrderBy(static field => field.IsRequired ? 0 : 1)
                .ToList();
            return new SchemaShape.Fields(listed, OtherSchema(schema) ?? alternatives.Select(OtherSchema).FirstOrDefault(static other => other is not null));
        }

        return OtherSchema(schema) is JsonObject { Properties.Count: > 0 } values ? new SchemaShape.Map(values) : new SchemaShape.AnyObject();
    }

    // Only if the schema says so. Other properties are always allowed if it says nothing, but nobody would send them.
    private static JsonNode? OtherSchema(JsonObject schema)
    {
        var named = (schema["patternProperties"] as JsonObject)?.DistinctProperties().Select(static property => property.Value).ToList() ?? [];
        var others = schema["additionalProperties"] switch
        {
            JsonBoolean { Value: true } any => [any],
            JsonObject any => [any],
            _ => new List<JsonNode>(),
        };
        var all = named.Concat(others).ToList();
        return all.Count < 2 ? all.FirstOrDefault() : SchemaMerge.Combined("anyOf", all);
    }
}
