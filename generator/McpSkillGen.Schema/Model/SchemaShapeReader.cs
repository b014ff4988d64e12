using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Resolution;

namespace McpSkillGen.Schema.Model;

/// <summary>Recognises the <see cref="SchemaShape"/> of a schema, in draft-04 to 2020-12.</summary>
/// <param name="document">Where its references lead.</param>
internal sealed class SchemaShapeReader(SchemaDocument document)
{
    // No person writes a longer chain of references and combinations: it is generated, and may be endless.
    private const int MaxDepth = 64;
    private const int MaxSteps = 4096;

    private readonly HashSet<JsonNode> _beingRead = [];
    private readonly Dictionary<JsonNode, SchemaShape> _known = [];
    private readonly Dictionary<JsonObject, (JsonObject? Whole, SchemaShape.Untyped? Broken)> _wholes = [];
    private int _depth;
    private int _steps;

    // How often a shape depended on what is around it, because its schema leads back there.
    private int _turnsBack;

    /// <summary>The shape of a whole input or output: alternatives of objects become one object with the properties of all.</summary>
    public SchemaShape ReadRoot()
    {
        var shape = Read(document.Root);
        return shape is SchemaShape.Union union && Flattened(union) is { } fields
            ? fields with { Source = shape.Source, Description = shape.Description, IsNullable = shape.IsNullable }
            : shape;
    }

    public SchemaShape Read(JsonNode schema)
    {
        if (_known.TryGetValue(schema, out var known))
        {
            return known;
        }

        _steps = _depth == 0 ? 0 : _steps + 1;
        if (_depth >= MaxDepth || _steps >= MaxSteps)
        {
            _turnsBack++;
            return new SchemaShape.Untyped("it leads back to itself");
        }

        _depth++;
        var turnsBefore = _turnsBack;
        var shape = ReadSchema(schema);
        _depth--;
        if (_depth == 0 || _turnsBack == turnsBefore)
        {
            _known[schema] = shape;
        }

        return shape;
    }

    /// <summary>Whether this schema is being read, or one around it.</summary>
    internal bool IsBeingRead(JsonNode schema)
    {
        var isBeingRead = _beingRead.Contains(Follow(schema).Target);
        _turnsBack += isBeingRead ? 1 : 0;
        return isBeingRead;
    }

    /// <summary>A schema with its references and <c>allOf</c> merged into it; null if it is not an object.</summary>
    internal JsonObject? Whole(JsonNode schema) => Follow(schema) is ({ } target, _, null) && target is JsonObject keywords
        ? WithParts(keywords, out _)
        : null;

    private SchemaShape ReadSchema(JsonNode schema)
    {
        var (target, name, broken) = Follow(schema);
        if (broken is not null)
        {
            return broken;
        }

        var isOutermost = _beingRead.Add(target);
        var shape = target switch
        {
            JsonBoolean { Value: true } => new SchemaShape.Any(),
            JsonBoolean => new SchemaShape.Untyped("the schema is 'false', which no value matches"),
            JsonObject keywords => ReadWhole(keywords),
            _ => new SchemaShape.Untyped($"a schema must be an object or a boolean, but is {target.Kind}"),
        };
        if (isOutermost)
        {
            _beingRead.Remove(target);
        }

        shape = shape with
        {
            // "X or null" is X.
            Source = shape.Source ?? target,
            DefinitionName = shape.DefinitionName ?? name,
            Description = SchemaText.Description(schema) is { Length: > 0 } own ? own : shape.Description,
            IsNullable = shape.IsNullable || SaysNullable(schema),
        };
        return shape;
    }

    // Follows plain references. A reference with other keywords beside it is a schema of its own.
    private (JsonNode Target, string? Name, SchemaShape.Untyped? Broken) Follow(JsonNode schema)
    {
        string? name = null;
        HashSet<JsonNode>? seen = null;
        while (schema is JsonObject keywords && SoleReference(keywords) is { } reference)
        {
            seen ??= [];
            if (!seen.Add(schema))
            {
                return (schema, name, Broken(reference, $"its reference '{reference.Value}' leads back to itself", ProblemKind.UnresolvedReference));
            }

            switch (document.Follow(reference.Value, schema))
            {
                case Reference.Found found:
                    (schema, name) = (found.Schema, found.Name);
                    break;
                case Reference.OtherDocument:
                    return (schema, name, Broken(reference, $"'{reference.Value}' is in another document, which is not fetched", ProblemKind.OtherDocument));
                default:
                    return (schema, name, Broken(reference, $"'{reference.Value}' is not in the schema", ProblemKind.UnresolvedReference));
            }
        }

        return (schema, name, null);
    }

    private static SchemaShape.Untyped Broken(JsonString reference, string reason, ProblemKind problem) =>
        new(reason) { Problem = problem, Span = reference.Span };

    private static JsonString? SoleReference(JsonObject schema)
    {
        if (SchemaKeywords.ReferenceIn(schema) is { } reference)
        {
            return HasOtherShape(schema, SchemaKeywords.References) || HasLimits(schema) ? null : reference;
        }

        // Drafts before 2019-09 ignored keywords beside "$ref", so a described reference looks like this.
        return schema["allOf"] is JsonArray { Items.Count: 1 } all && all.Items[0] is JsonObject only && !HasOtherShape(schema, ["allOf"]) && !HasLimits(schema)
            ? SoleReference(only)
            : null;
    }

    private static bool HasOtherShape(JsonObject schema, string[] besides) => schema.Properties.Any(keyword =>
        SchemaKeywords.Shaping.Contains(keyword.Name) && keyword.Name is not ("nullable" or "required") && !besides.Contains(keyword.Name));

    private static bool HasLimits(JsonObject schema) => schema.Properties.Any(static keyword => SchemaKeywords.Limiting.Contains(keyword.Name));

    private SchemaShape ReadWhole(JsonObject keywords)
    {
        var whole = WithParts(keywords, out var broken);
        if (broken is not null || whole is null)
        {
            return broken ?? new SchemaShape.Untyped("its parts contradict each other");
        }

        var shape = ReadKeywords(whole);
        return shape.Description is "" ? Described(shape, SchemaText.Description(whole)) : shape;
    }

    private static SchemaShape Described(SchemaShape shape, string description) => shape with { Description = description };

    // The schema merged with its references and "allOf"; null if they contradict each other.
    private JsonObject? WithParts(JsonObject schema, out SchemaShape.Untyped? broken)
    {
        broken = null;
        if (schema["allOf"] is not JsonArray && SchemaKeywords.ReferenceIn(schema) is null)
        {
            return schema;
        }

        // Once for each schema: what is merged has new nodes, and other caches know schemas by their nodes.
        if (!_wholes.TryGetValue(schema, out var known))
        {
            var parts = new List<JsonObject>();
            broken = Collect(schema, parts, []);
            _wholes[schema] = known = (parts.Count == 0 ? schema : SchemaMerge.All(parts), broken);
        }

        broken = known.Broken;
        return known.Whole;
    }

    private SchemaShape.Untyped? Collect(JsonNode schema, List<JsonObject> parts, HashSet<JsonNode> seen)
    {
        var (target, _, broken) = Follow(schema);
        if (broken is not null || target is not JsonObject keywords || !seen.Add(target))
        {
            return broken;
        }

        var own = keywords.DistinctProperties()
            .Where(static keyword => keyword.Name is not "allOf" && !SchemaKeywords.References.Contains(keyword.Name)).ToList();
        parts.Add(new JsonObject(keywords.Span, own));
        if (SchemaKeywords.ReferenceIn(keywords) is { } reference)
        {
            var only = new JsonObject(keywords.Span, [new JsonProperty("$ref", reference.Span, reference)]);
            broken = document.Follow(reference.Value, keywords) is Reference.Found found ? Collect(found.Schema, parts, seen) : Follow(only).Broken;
        }

        foreach (var part in (keywords["allOf"] as JsonArray)?.Items ?? [])
        {
            broken ??= Collect(part, parts, seen);
        }

        return broken;
    }

    private SchemaShape ReadKeywords(JsonObject schema)
    {
        if (ValueShapeReader.Read(schema) is { } listed)
        {
            return listed;
        }

        if (AlternativesOf(schema) is { } alternatives)
        {
            return schema["properties"] is JsonObject { Properties.Count: > 0 }
                ? ObjectShapeReader.Read(schema, ObjectsOf(alternatives), Read)
                : ReadAlternatives(schema, alternatives);
        }

        var types = SchemaTypes.Of(schema["type"]);
        if (types.Count == 0)
        {
            return ReadWithoutType(schema);
        }

        var isNullable = types.Remove("null");
        if (types.Contains("number"))
        {
            types.Remove("integer");
        }

        return types.Count switch
        {
            0 => new SchemaShape.Untyped("only null matches it"),
            1 => ReadAs(types[0], schema) with { IsNullable = isNullable },
            _ => ReadAlternatives(schema, types.Select(type => (JsonNode)OfType(schema, type)).ToList(), without: "type") with { IsNullable = isNullable },
        };
    }

    private SchemaShape ReadAs(string type, JsonObject schema) => type switch
    {
        "string" => new SchemaShape.Text(),
        "integer" or "number" => ValueShapeReader.ReadNumber(type, schema),
        "boolean" => new SchemaShape.Boolean(),
        "array" => ReadArray(schema),
        "object" => ObjectShapeReader.Read(schema, ConditionalsOf(schema), Read),
        _ => new SchemaShape.Untyped($"JSON Schema has no type '{type}'"),
    };

    private SchemaShape ReadWithoutType(JsonObject schema) => schema switch
    {
        _ when schema["properties"] is JsonObject || schema["additionalProperties"] is JsonObject { Properties.Count: > 0 }
            || schema["patternProperties"] is JsonObject || schema["propertyNames"] is JsonObject => ObjectShapeReader.Read(schema, ConditionalsOf(schema), Read),
        _ when schema["items"] is not null || schema["prefixItems"] is not null => ReadArray(schema),
        _ => new SchemaShape.Any(),
    };

    // The items of a tuple differ by position. As a list, each item is one of several.
    private static SchemaShape ReadArray(JsonObject schema)
    {
        var byPosition = (schema["prefixItems"] ?? schema["items"]) as JsonArray;
        if (byPosition is { Items.Count: > 0 })
        {
            var rest = byPosition == schema["prefixItems"] ? schema["items"] : schema["additionalItems"];
            var kinds = byPosition.Items.Concat(rest is JsonObject other ? [other] : []).ToList();
            var distinct = kinds.GroupBy(static kind => kind.ToString()).Select(static same => same.First()).ToList();
            return new SchemaShape.List(distinct.Count == 1 ? distinct[0] : SchemaMerge.Combined("anyOf", distinct));
        }

        return schema["items"] is JsonBoolean { Value: false }
            ? new SchemaShape.Untyped("its items are 'false', which no value matches")
            : new SchemaShape.List(schema["items"] as JsonObject);
    }

    // "anyOf" or "oneOf"; if there are both, the one that has shapes.
    private List<JsonNode>? AlternativesOf(JsonObject schema)
    {
        var all = SchemaKeywords.Alternatives
            .Select(keyword => schema[keyword]).OfType<JsonArray>()
            .Where(static branches => branches.Items.Count > 0)
            .Select(static branches => branches.Items.ToList())
            .ToList();
        return all.FirstOrDefault(branches => branches.Exists(branch => Whole(branch) is { } whole && HasOtherShape(whole, []))) ?? all.FirstOrDefault();
    }

    private SchemaShape ReadAlternatives(JsonObject schema, List<JsonNode> alternatives, string without = "")
    {
        var common = schema.Properties.Where(keyword => keyword.Name != without
            && keyword.Name is not ("anyOf" or "oneOf")
            && (SchemaKeywords.Shaping.Contains(keyword.Name) || SchemaKeywords.Limiting.Contains(keyword.Name))).ToList();
        var whole = common.Count == 0
            ? alternatives
            : alternatives.Select(branch => (JsonNode)SchemaMerge.Combined("allOf", [branch, new JsonObject(schema.Span, common)])).ToList();
        return new AlternativesReader(this).Read(whole);
    }

    private SchemaShape.Fields? Flattened(SchemaShape.Union union)
    {
        var shapes = union.Alternatives.Select(Read).ToList();
        return shapes.TrueForAll(static shape => shape is SchemaShape.Fields or SchemaShape.AnyObject)
            ? ObjectShapeReader.Read(new JsonObject(document.Root.Span, []), ObjectsOf(union.Alternatives), Read) as SchemaShape.Fields
            : null;
    }

    // Each alternative as an object. Nested alternatives are flattened.
    private List<JsonObject> ObjectsOf(IEnumerable<JsonNode> alternatives, int depth = 0) => alternatives
        .Select(Whole).OfType<JsonObject>()
        .SelectMany(whole => depth < 8 && AlternativesOf(whole) is { } inner && whole["properties"] is null ? ObjectsOf(inner, depth + 1) : [whole])
        .ToList();

    // "if" only narrows, but "then" and "else" may add properties.
    private List<JsonObject> ConditionalsOf(JsonObject schema) => new[] { schema["then"], schema["else"] }
        .OfType<JsonObject>().Select(Whole).OfType<JsonObject>()
        .Concat(schema["if"] is null ? [] : [new JsonObject(schema.Span, [])])
        .ToList();

    private static JsonObject OfType(JsonObject schema, string type) =>
        new(schema.Span, [new JsonProperty("type", schema.Span, new JsonString(schema.Span, type))]);

    // OpenAPI's keyword, which servers made from OpenAPI pass on.
    private static bool SaysNullable(JsonNode schema) => schema is JsonObject keywords && keywords["nullable"] is JsonBoolean { Value: true };
}
