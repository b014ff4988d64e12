using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Resolution;

namespace McpSkillGen.Schema.Model;

/// <summary>Reads a tool's input schema as flags.</summary>
internal sealed class ArgumentReader
{
    private readonly SchemaShapeReader _shapes;
    private readonly HashSet<JsonNode> _open = [];

    // How many levels of the current argument are read, and how many values it may have in all.
    private int _depth;
    private int _left;
    private bool _isCut;
    private bool _listsTooMuch;

    private ArgumentReader(SchemaShapeReader shapes) => _shapes = shapes;

    /// <param name="toolName">The tool, for problems.</param>
    /// <param name="inputSchema">Its input.</param>
    /// <param name="problems">Receives what is too large to be read as a whole.</param>
    public static EquatableArray<ArgumentModel> Read(string toolName, SchemaShapeReader inputSchema, List<CatalogProblem> problems)
    {
        if (inputSchema.ReadRoot() is not SchemaShape.Fields fields)
        {
            return default;
        }

        var listed = fields.Listed.Take(SchemaBounds.MaxProperties).ToList();
        if (listed.Count < fields.Listed.Count)
        {
            Report($"only the first {listed.Count} of {fields.Listed.Count} arguments have a flag; give the others with 'call'", fields.Listed[listed.Count]);
        }

        var reader = new ArgumentReader(inputSchema);
        reader._open.Add(fields.Source!);
        var share = Math.Max(SchemaBounds.MaxArguments / 10, SchemaBounds.MaxArguments / Math.Max(1, listed.Count));
        var flags = CommandLineName.Flags(listed.Select(static field => field.WireName).ToList());
        return listed.Select((field, i) => ReadWithin(field, flags[i])).ToEquatableArray();

        // As deep as the argument's share of the whole allows.
        ArgumentModel ReadWithin(Field field, string flag)
        {
            for (var depth = SchemaBounds.MaxDepth; ; depth--)
            {
                (reader._depth, reader._left, reader._isCut, reader._listsTooMuch) = (depth, share, false, false);
                var argument = reader.Argument(field.WireName, flag, field.Schema) with { IsRequired = field.IsRequired };
                if (reader._left >= 0 || depth == 0)
                {
                    if (reader._isCut)
                    {
                        Report($"'{field.WireName}' is too large: it is checked to a depth of {depth}, and the server checks the rest", field);
                    }

                    if (reader._listsTooMuch)
                    {
                        Report($"'{field.WireName}' lists more than {SchemaBounds.MaxValues} values: the server checks them", field);
                    }

                    return argument;
                }
            }
        }

        void Report(string detail, Field at) => problems.Add(new CatalogProblem(ProblemKind.CutSchema, toolName, detail, at.Property.NameSpan));
    }

    private ArgumentModel Argument(string wireName, string flagName, JsonNode schema)
    {
        _left--;
        var shape = _shapes.Read(schema);
        var kind = KindOf(shape);

        // Of several alternatives that are all strings, no limits apply to all.
        var keywords = shape is { Source: { } source, HasVariants: false } ? _shapes.Whole(source) : null;
        var argument = new ArgumentModel(wireName, flagName, kind)
        {
            IsNullable = shape.IsNullable,
            Description = shape.Description,
            DefaultJson = SchemaText.DefaultJson(schema, _shapes),
            AllowedValues = AllowedValues(shape, kind, keywords),
            Limits = keywords is null ? ArgumentLimits.None : ArgumentLimits.Read(keywords, kind),
        };
        return shape switch
        {
            SchemaShape.List { ItemSchema: { } items } => argument with { Item = Within(shape, () => Argument(wireName, flagName, items)) },
            SchemaShape.Map { ValueSchema: var values } => argument with { Value = Within(shape, () => Argument(wireName, flagName, values)) },
            SchemaShape.Union { Alternatives: var alternatives } => OneOf(argument, Alternatives(argument, shape, alternatives)),
            SchemaShape.Fields fields => Within(shape, () => WithProperties(argument, fields, keywords)) ?? argument,
            _ => argument,
        };
    }

    private ArgumentModel WithProperties(ArgumentModel argument, SchemaShape.Fields fields, JsonObject? keywords)
    {
        var listed = fields.Listed.Take(SchemaBounds.MaxProperties).ToList();
        var flags = CommandLineName.Flags(listed.Select(static field => field.WireName).ToList());
        _isCut |= listed.Count < fields.Listed.Count;
        return argument with
        {
            Properties = listed
                .Select((field, i) => Argument(field.WireName, flags[i], field.Schema) with { IsRequired = field.IsRequired })
                .ToEquatableArray(),
            Value = fields.OtherSchema is { } others ? Argument(argument.WireName, argument.FlagName, others) : null,
            IsClosed = listed.Count == fields.Listed.Count && (fields.HasOnlyTheseNames || (keywords is not null && IsClosed(keywords))),
        };
    }

    // Of several texts or numbers, no limits apply to all. Objects and lists are told apart by what they contain.
    private EquatableArray<ArgumentModel> Alternatives(ArgumentModel union, SchemaShape shape, IReadOnlyList<JsonNode> schemas)
    {
        var alternatives = Within(shape, () => schemas
            .Select(schema => Argument(union.WireName, union.FlagName, schema))
            .SelectMany(static alternative => alternative.Alternatives.Count > 0 ? alternative.Alternatives.AsEnumerable() : [alternative])
            .Select(alternative => (shape.HasVariants ? WithoutLimits(alternative) : alternative) with { IsNullable = false, DefaultJson = null })
            .Distinct()
            .ToEquatableArray());

        // If one takes anything, all others are redundant.
        return alternatives.Any(static alternative => alternative.Kind is ArgumentKind.Json) ? default : alternatives;
    }

    private static ArgumentModel WithoutLimits(ArgumentModel alternative) => alternative.Kind switch
    {
        ArgumentKind.String => alternative with { Limits = ArgumentLimits.None },
        ArgumentKind.Integer or ArgumentKind.Number or ArgumentKind.Boolean => alternative with { Limits = ArgumentLimits.None, AllowedValues = default },
        _ => alternative,
    };

    private static ArgumentModel OneOf(ArgumentModel union, EquatableArray<ArgumentModel> alternatives) => alternatives.Count == 1
        ? alternatives[0] with
        {
            IsNullable = union.IsNullable,
            DefaultJson = union.DefaultJson,
            Description = union.Description is "" ? alternatives[0].Description : union.Description,
        }
        : union with { Alternatives = alternatives };

    /// <summary>Reads the content of a schema; nothing if it is already being read, or beyond the bounds.</summary>
    private T? Within<T>(SchemaShape shape, Func<T> read)
    {
        if (!_open.Add(shape.Source!))
        {
            return default;
        }

        T? found = default;
        if (_depth > 0 && _left > 0)
        {
            _depth--;
            found = read();
            _depth++;
        }
        else
        {
            _isCut = true;
        }

        _open.Remove(shape.Source!);
        return found;
    }

    private EquatableArray<string> AllowedValues(SchemaShape shape, ArgumentKind kind, JsonObject? keywords)
    {
        var values = (shape, kind) switch
        {
            (SchemaShape.Choice choice, _) => choice.IsOpen ? [] : choice.Values.ToEquatableArray(),
            (_, ArgumentKind.Integer or ArgumentKind.Number) => Listed(keywords, static value => value is JsonNumber),
            (_, ArgumentKind.Boolean) => Listed(keywords, static value => value is JsonBoolean),
            _ => [],
        };
        if (values.Count <= SchemaBounds.MaxValues)
        {
            return values;
        }

        _listsTooMuch = true;
        return default;
    }

    private static EquatableArray<string> Listed(JsonObject? keywords, Func<JsonNode, bool> isOfKind) => ValueShapeReader.ValuesOf(keywords)
        .Where(isOfKind).Select(static value => value.ToString()).Distinct(StringComparer.Ordinal).ToEquatableArray();

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
