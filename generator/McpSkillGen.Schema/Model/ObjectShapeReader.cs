using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Resolution;

namespace McpSkillGen.Schema.Model;

/// <summary>Recognises what kind of object a schema means: a record, a map, or any.</summary>
internal static class ObjectShapeReader
{
    // With more, they are keys of a map.
    private const int MaxAllowedNames = 100;

    /// <param name="schema">The object's keywords.</param>
    /// <param name="alternatives">Objects that it may be, so that it may have their properties; may be empty.</param>
    /// <param name="read">Reads a schema inside it.</param>
    public static SchemaShape Read(JsonObject schema, IReadOnlyList<JsonObject> alternatives, Func<JsonNode, SchemaShape> read)
    {
        var own = (schema["properties"] as JsonObject)?.DistinctProperties().ToList() ?? [];
        var ownNames = new HashSet<string>(own.Select(static property => property.Name), StringComparer.Ordinal);
        var properties = own.Concat(SchemaMerge.AnyProperties(alternatives).Where(property => !ownNames.Contains(property.Name))).ToList();
        var allowedNames = AllowedNames(schema, read);
        if (allowedNames.Count > 0)
        {
            var any = OtherSchema(schema) ?? new JsonBoolean(schema.Span, true);
            properties.AddRange(allowedNames.Where(name => !ownNames.Contains(name)).Select(name => new JsonProperty(name, schema["propertyNames"]!.Span, any)));
        }

        if (properties.Count > 0)
        {
            var required = SchemaMerge.Required(schema);
            required.UnionWith(SchemaMerge.RequiredByAll(alternatives));
            var listed = properties
                .Select(property => new Field(property, required.Contains(property.Name)))
                .OrderBy(static field => field.IsRequired ? 0 : 1)
                .ToList();
            var others = OtherSchema(schema) ?? alternatives.Select(OtherSchema).FirstOrDefault(static other => other is not null);
            return new SchemaShape.Fields(listed, allowedNames.Count > 0 ? null : others) { HasOnlyTheseNames = allowedNames.Count > 0 };
        }

        return OtherSchema(schema) is JsonObject { Properties.Count: > 0 } values ? new SchemaShape.Map(values) : new SchemaShape.AnyObject();
    }

    // The only names that the object's properties may have; none if there are no such, or more than an object has.
    private static List<string> AllowedNames(JsonObject schema, Func<JsonNode, SchemaShape> read) =>
        schema["propertyNames"] is { } names && read(names) is SchemaShape.Choice { IsOpen: false, Listed.Count: <= MaxAllowedNames } allowed
            ? allowed.Values.ToList()
            : [];

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
