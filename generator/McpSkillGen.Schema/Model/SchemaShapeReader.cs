using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Model;

/// <summary>Recognises the <see cref="SchemaShape"/> of a schema, of draft-04 to 2020-12 alike.</summary>
internal static class SchemaShapeReader
{
    // What restricts a value without saying its type. Beside "type" it only narrows, and the server checks that.
    private static readonly string[] Combinators = ["$ref", "$dynamicRef", "anyOf", "oneOf", "allOf"];

    public static SchemaShape Read(JsonNode schema) => schema switch
    {
        JsonBoolean { Value: true } => new SchemaShape.Any(),
        JsonBoolean => new SchemaShape.Untyped("the schema is 'false', which no value fits"),
        JsonObject keywords => Read(keywords),
        _ => new SchemaShape.Untyped($"a schema should be an object or a boolean, and is {schema.Kind}"),
    };

    private static SchemaShape Read(JsonObject schema)
    {
        if (NullableAlternative(schema) is { } alternative)
        {
            return Read(alternative) with { IsNullable = true };
        }

        if (Choice(schema) is { } choice)
        {
            return choice;
        }

        var types = TypesOf(schema);
        if (types.Count == 0)
        {
            return ReadWithoutType(schema);
        }

        var isNullable = types.Remove("null");
        if (types.Contains("number"))
        {
            // Every integer is a number.
            types.Remove("integer");
        }

        return types.Count switch
        {
            0 => new SchemaShape.Untyped("only null fits it"),
            1 => ReadAs(types[0], schema) with { IsNullable = isNullable },
            _ => new SchemaShape.Untyped($"it may be of several types ({string.Join(", ", types)})"),
        };
    }

    private static SchemaShape ReadAs(string type, JsonObject schema) => type switch
    {
        "string" => new SchemaShape.Text(),
        "integer" => new SchemaShape.Integer(),
        "number" => new SchemaShape.Number(),
        "boolean" => new SchemaShape.Boolean(),
        "array" => ReadArray(schema),
        "object" => ReadObject(schema),
        _ => new SchemaShape.Untyped($"JSON Schema has no type '{type}'"),
    };

    private static SchemaShape ReadWithoutType(JsonObject schema)
    {
        if (CombinatorIn(schema) is { } combinator)
        {
            return new SchemaShape.Untyped($"'{combinator}' is not typed");
        }

        if (schema["properties"] is JsonObject)
        {
            return ReadObject(schema);
        }

        if ((schema["enum"] ?? schema["const"]) is not null)
        {
            return new SchemaShape.Untyped("its allowed values are not all strings");
        }

        return schema["items"] is not null ? ReadArray(schema) : new SchemaShape.Any();
    }

    private static SchemaShape ReadArray(JsonObject schema) => schema switch
    {
        _ when schema["prefixItems"] is not null || schema["items"] is JsonArray => new SchemaShape.Untyped("it is a tuple"),
        _ when schema["items"] is JsonBoolean { Value: false } => new SchemaShape.Untyped("its items are 'false', which no value fits"),
        _ => new SchemaShape.List(schema["items"]),
    };

    private static SchemaShape ReadObject(JsonObject schema)
    {
        // A branch may bring properties of its own; a record without them could not send them.
        if (CombinatorIn(schema) is { } combinator && (combinator.StartsWith("$", StringComparison.Ordinal) || BranchesHaveProperties(schema)))
        {
            return new SchemaShape.Untyped($"'{combinator}' is not typed", IsObject: true);
        }

        if (schema["properties"] is JsonObject { Properties.Count: > 0 } properties)
        {
            return new SchemaShape.Fields(properties, schema);
        }

        var isMap = schema["additionalProperties"] is JsonObject { Properties.Count: > 0 } || schema["patternProperties"] is JsonObject;
        return isMap ? new SchemaShape.Untyped("it is a map", IsObject: true) : new SchemaShape.AnyObject();
    }

    // {"anyOf": [X, {"type": "null"}]}, which is how half of all unions in use say "X or null".
    private static JsonNode? NullableAlternative(JsonObject schema)
    {
        if (TypesOf(schema).Count > 0 || (schema["anyOf"] ?? schema["oneOf"]) is not JsonArray { Items.Count: 2 } branches)
        {
            return null;
        }

        return IsNull(branches.Items[0]) ? branches.Items[1] : IsNull(branches.Items[1]) ? branches.Items[0] : null;
    }

    // "enum" of strings, with or without null. An enum of other things leaves its "type" to say what it is.
    private static SchemaShape.Choice? Choice(JsonObject schema)
    {
        if (schema["enum"] is not JsonArray { Items.Count: > 0 } values || !values.Items.All(static value => value is JsonString or JsonNull))
        {
            return null;
        }

        var types = TypesOf(schema);
        var texts = values.Items.OfType<JsonString>().Select(static value => value.Value).Distinct(StringComparer.Ordinal).ToList();
        if (texts.Count == 0 || (types.Count > 0 && !types.Contains("string")))
        {
            return null;
        }

        var isNullable = values.Items.Any(static value => value is JsonNull) && (types.Count == 0 || types.Contains("null"));
        return new SchemaShape.Choice(texts) { IsNullable = isNullable };
    }

    private static List<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonString type => [type.Value],
        JsonArray types => types.Items.OfType<JsonString>().Select(static type => type.Value).Distinct(StringComparer.Ordinal).ToList(),
        _ => [],
    };

    private static string? CombinatorIn(JsonObject schema) => Combinators.FirstOrDefault(keyword => schema[keyword] is not null);

    private static bool BranchesHaveProperties(JsonObject schema) => Combinators
        .Select(keyword => schema[keyword])
        .OfType<JsonArray>()
        .SelectMany(static branches => branches.Items)
        .Any(static branch => branch is JsonObject keywords && (keywords["properties"] is JsonObject || CombinatorIn(keywords) is not null));

    private static bool IsNull(JsonNode schema) => schema is JsonObject keywords && keywords["type"] is JsonString { Value: "null" };
}
