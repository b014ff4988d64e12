using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Resolution;

namespace McpSkillGen.Schema.Model;

/// <summary>Reads a tool's input schema as flags.</summary>
internal sealed class ArgumentReader
{
    // Beyond these limits, values are given as JSON: a schema that refers to itself has no end, and nobody types --a.b.c.d.e.
    private const int MaxDepth = 6;
    private const int MaxArguments = 400;

    private readonly SchemaShapeReader _shapes;
    private readonly HashSet<JsonNode> _open = [];
    private int _count;

    private ArgumentReader(SchemaShapeReader shapes) => _shapes = shapes;

    public static EquatableArray<ArgumentModel> Read(SchemaShapeReader inputSchema) => inputSchema.ReadRoot() is SchemaShape.Fields fields
        ? new ArgumentReader(inputSchema).Arguments(fields, CommandLineName.Flags)
        : default;

    private EquatableArray<ArgumentModel> Arguments(
        SchemaShape.Fields fields, Func<IEnumerable<string>, IReadOnlyList<string>> nameFlags)
    {
        _count += fields.Listed.Count;
        var flags = nameFlags(fields.Listed.Select(static field => field.WireName));
        return Within(fields, () => fields.Listed
            .Select((field, i) => Argument(field.WireName, flags[i], field.Schema) with { IsRequired = field.IsRequired })
            .ToEquatableArray());
    }

    private ArgumentModel Argument(string wireName, string flagName, JsonNode schema)
    {
        var shape = _shapes.Read(schema);
        var kind = KindOf(shape);

        // Of several alternatives that are all strings, no limits apply to all.
        var keywords = shape is { Source: { } source, HasVariants: false } ? _shapes.Whole(source) : null;
        var argument = new ArgumentModel(wireName, flagName, kind)
        {
            IsNullable = shape.IsNullable,
            Description = shape.Description,
            DefaultJson = SchemaText.DefaultJson(schema),
            AllowedValues = AllowedValues(shape, kind, keywords),
            Limits = keywords is null ? ArgumentLimits.None : ArgumentLimits.Read(keywords, kind),
        };
        return shape switch
        {
            SchemaShape.List { ItemSchema: { } items } => argument with { Item = Within(shape, () => Argument(wireName, flagName, items)) },
            SchemaShape.Map { ValueSchema: var values } => argument with { Value = Within(shape, () => Argument(wireName, flagName, values)) },
            SchemaShape.Union { Alternatives: var alternatives } => OneOf(argument, Alternatives(argument, shape, alternatives)),
            SchemaShape.Fields fields when _open.Count < MaxDepth && _count < MaxArguments && !_open.Contains(shape.Source!) => argument with
            {
                Properties = Arguments(fields, CommandLineName.NestedFlags),
                Value = fields.OtherSchema is { } others ? Within(shape, () => Argument(wireName, flagName, others)) : null,
                IsClosed = keywords is not null && IsClosed(keywords),
            },
            _ => argument,
        };
    }

    // The content of alternatives is ignored: a message about a value that matches none would be too long to help. Several of
    // the same kind become one, without limits.
    private EquatableArray<ArgumentModel> Alternatives(ArgumentModel union, SchemaShape shape, IReadOnlyList<JsonNode> schemas)
    {
        var alternatives = Within(shape, () => schemas
            .Select(schema => Argument(union.WireName, union.FlagName, schema))
            .SelectMany(static alternative => alternative.Alternatives.Count > 0 ? alternative.Alternatives.AsEnumerable() : [alternative])
            .Select(static alternative => alternative with
            {
                IsNullable = false,
                DefaultJson = null,
                Description = "",
                Properties = default,
                Value = null,
                IsClosed = false,
            })
            .GroupBy(static alternative => alternative.Kind)
            .Select(same => same.Count() == 1 && !shape.HasVariants ? same.First() : new ArgumentModel(union.WireName, union.FlagName, same.Key))
            .ToEquatableArray());

        // If one takes anything, all others are redundant.
        return alternatives.Any(static alternative => alternative.Kind is ArgumentKind.Json) ? default : alternatives;
    }

    // For a flag, several objects are one: any object.
    private static ArgumentModel OneOf(ArgumentModel union, EquatableArray<ArgumentModel> alternatives) => alternatives.Count == 1
        ? union with
        {
            Kind = alternatives[0].Kind,
            Limits = alternatives[0].Limits,
            AllowedValues = alternatives[0].AllowedValues,
            Item = alternatives[0].Item,
        }
        : union with { Alternatives = alternatives };

    /// <summary>Reads the content of a schema; nothing if it is already being read.</summary>
    private T? Within<T>(SchemaShape shape, Func<T> read)
    {
        if (!_open.Add(shape.Source!))
        {
            return default;
        }

        var found = read();
        _open.Remove(shape.Source!);
        return found;
    }

    private static EquatableArray<string> AllowedValues(SchemaShape shape, ArgumentKind kind, JsonObject? keywords)
    {
        if (shape is SchemaShape.Choice choice)
        {
            return choice.IsOpen ? default : choice.Values.ToEquatableArray();
        }

        if (keywords is null || kind is not (ArgumentKind.Integer or ArgumentKind.Number or ArgumentKind.Boolean))
        {
            return default;
        }

        var listed = keywords["const"] is { } constant ? [constant] : (keywords["enum"] as JsonArray)?.Items ?? [];
        var values = listed.Where(value => kind is ArgumentKind.Boolean ? value is JsonBoolean : value is JsonNumber).Select(static value => value.ToString());
        return values.Distinct(StringComparer.Ordinal).ToEquatableArray();
    }

    private static bool IsClosed(JsonObject keywords) =>
        keywords["additionalProperties"] is JsonBoolean { Value: false }
        && keywords["patternProperties"] is null
        && SchemaKeywords.Alternatives.All(keyword => keywords[keyword] is null)
        && keywords["if"] is null;

    private static ArgumentKind KindOf(SchemaShape shape) => shape switch
    {
        SchemaShape.Text or SchemaShape.Choice => ArgumentKind.String,
        SchemaShape.Integer => ArgumentKind.Integer,
        SchemaShape.Number => ArgumentKind.Number,
        SchemaShape.Boolean => ArgumentKind.Boolean,
        SchemaShape.List => ArgumentKind.Array,
        SchemaShape.Fields or SchemaShape.Map or SchemaShape.AnyObject or SchemaShape.Untyped { IsObject: true } => ArgumentKind.Object,
        _ => ArgumentKind.Json,
    };
}
