using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Naming;
using McpSkillGen.Schema.Resolution;

namespace McpSkillGen.Schema.Model;

/// <summary>Reads one schema of a tool as C# types: a record, and what its properties need nested in it.</summary>
internal sealed class TypeReader
{
    private readonly string _toolName;
    private readonly string _rootName;
    private readonly bool _isResult;
    private readonly List<CatalogProblem> _problems;
    private readonly SchemaShapeReader _shapes;
    private readonly List<TypeDeclaration> _nested = [];
    private readonly Dictionary<JsonNode, TypeModel> _declared = [];
    private NameScope _names;

    private TypeReader(string toolName, string rootName, SchemaShapeReader shapes, bool isResult, List<CatalogProblem> problems)
    {
        (_toolName, _rootName, _shapes, _isResult, _problems) = (toolName, rootName, shapes, isResult, problems);
        _names = CSharpName.NestedTypes([], rootName);
    }

    /// <summary>Reads the input of a tool; <paramref name="shapes"/> is null if it has no schema.</summary>
    /// <returns>The arguments' record, null for a tool that takes nothing; and the types nested in it.</returns>
    public static (TypeDeclaration? Arguments, EquatableArray<TypeDeclaration> Nested) ReadArguments(
        CatalogTool tool, SchemaShapeReader? shapes, string typeName, List<CatalogProblem> problems)
    {
        if (tool.InputSchema is not { } schema || shapes is null)
        {
            return (new AnyObjectDeclaration(typeName, ""), default);
        }

        var reader = new TypeReader(tool.Name, typeName, shapes, isResult: false, problems);
        var arguments = reader.ReadArguments(schema);
        return (arguments, reader._nested.ToEquatableArray());
    }

    /// <summary>Reads the structured output of a tool; null if it has none, or none that needs a type.</summary>
    public static ResultModel? ReadResult(CatalogTool tool, string typeName, List<CatalogProblem> problems)
    {
        if (tool.OutputSchema is not { } schema)
        {
            return null;
        }

        var reader = new TypeReader(tool.Name, typeName, new SchemaShapeReader(new SchemaDocument(schema)), isResult: true, problems);
        var shape = reader._shapes.ReadRoot();
        if (shape is SchemaShape.Fields fields)
        {
            var record = reader.ReadRoot(fields);
            var root = new TypeModel.Object(typeName) { IsNullable = shape.IsNullable };
            return new ResultModel(typeName, root, record.Description, record, reader._nested.ToEquatableArray());
        }

        var type = reader.ReadType(schema, new TypePlace([], "Content", "outputSchema", schema.Span, 0));
        return type is TypeModel.Json
            ? null
            : new ResultModel(typeName, type, shape.Description, null, reader._nested.ToEquatableArray());
    }

    private TypeDeclaration? ReadArguments(JsonNode schema)
    {
        var shape = _shapes.ReadRoot();
        switch (shape)
        {
            case SchemaShape.Fields fields:
                return ReadRoot(fields);
            case SchemaShape.AnyObject when TakesNothing((JsonObject)schema):
                return null;
            case SchemaShape.Any or SchemaShape.AnyObject or SchemaShape.Map:
                break;
            case SchemaShape.Untyped untyped:
                Report(untyped, "inputSchema", schema.Span);
                break;
            default:
                Report(new SchemaShape.Untyped("the arguments of a tool must be an object"), "inputSchema", schema.Span);
                break;
        }

        return new AnyObjectDeclaration(_rootName, shape.Description);
    }

    // With an empty list of properties, servers say "no arguments". Without a list, they say nothing.
    private static bool TakesNothing(JsonObject schema) => schema["additionalProperties"] switch
    {
        JsonBoolean { Value: false } => true,
        JsonBoolean => false,
        _ => schema["properties"] is JsonObject,
    };

    private ObjectDeclaration ReadRoot(SchemaShape.Fields fields)
    {
        _declared[fields.Source!] = new TypeModel.Object(_rootName);
        return ReadRecord(fields, _rootName, new TypePlace([], "", "", default, 0), isRoot: true);
    }

    private ObjectDeclaration ReadRecord(SchemaShape.Fields fields, string typeName, TypePlace place, bool isRoot = false)
    {
        var listed = Bounded(fields, typeName, place);
        var isCut = listed.Count < fields.Listed.Count;
        var names = CSharpName.Properties(listed.Select(static field => field.WireName), typeName, _rootName);
        var others = fields.OtherSchema is null && !isCut ? null : CSharpName.OtherProperties(names, typeName);
        if (isRoot)
        {
            _names = CSharpName.NestedTypes([.. names, .. others is null ? [] : new[] { others }], typeName);
        }

        var models = listed.Select((field, i) => ReadProperty(field, names[i], place)).ToEquatableArray();
        return new ObjectDeclaration(typeName, place.Pointer, fields.Description, models)
        {
            Others = others is null ? null : new OthersModel(others, isCut ? new TypeModel.Json() : ReadType(fields.OtherSchema!, place.Within("Other", "*"))),
        };
    }

    private IReadOnlyList<Field> Bounded(SchemaShape.Fields fields, string typeName, TypePlace place)
    {
        if (fields.Listed.Count <= SchemaBounds.MaxProperties)
        {
            return fields.Listed;
        }

        var first = fields.Listed[SchemaBounds.MaxProperties];
        var detail = $"the type {typeName} has members for the first {SchemaBounds.MaxProperties} of {fields.Listed.Count} {(place.Pointer is "" ? "properties" : $"properties of '{place.Pointer}'")}";
        _problems.Add(new CatalogProblem(ProblemKind.CutSchema, _toolName, $"{detail}; the others are its additional properties", first.Property.NameSpan));
        return fields.Listed.Take(SchemaBounds.MaxProperties).ToList();
    }

    private PropertyModel ReadProperty(Field field, string name, TypePlace place)
    {
        var shape = _shapes.Read(field.Schema);
        var constant = field.IsRequired && !shape.IsNullable && !_isResult ? ConstantOf(shape) : null;

        // The only possible string needs no type, unless the caller can choose whether to send it.
        var type = shape is SchemaShape.Choice { Constant: JsonString, IsNullable: false } && (constant is not null || _isResult)
            ? new TypeModel.Text()
            : ReadType(field.Schema, place.Within(name, field.WireName) with { At = field.Property.NameSpan });
        var presence = PresenceOf(type, field.IsRequired, constant is not null);

        // For results, absent and null are the same.
        if (_isResult && presence is Presence.NullWhenAbsent)
        {
            type = type with { IsNullable = false };
        }

        var defaultJson = SchemaText.DefaultJson(field.Schema, _shapes);
        return new PropertyModel(field.WireName, name, shape.Description, type, presence, defaultJson) { Constant = constant };
    }

    // Never "true": a property that must be true asks the caller for confirmation ("confirm": true).
    private static string? ConstantOf(SchemaShape shape) => (shape, shape.Constant) switch
    {
        (SchemaShape.Choice, JsonString text) => text.Value,
        (SchemaShape.Integer { Range: IntegerRange.Signed }, JsonNumber number) when long.TryParse(
            number.RawText, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _) => number.RawText,
        _ => null,
    };

    private Presence PresenceOf(TypeModel type, bool isRequired, bool isConstant) => (isRequired, type.IsNullable) switch
    {
        _ when isConstant => Presence.Constant,
        (true, _) => Presence.Required,
        (false, true) when !_isResult => Presence.Optional,
        _ => Presence.NullWhenAbsent,
    };

    private TypeModel ReadType(JsonNode schema, TypePlace place)
    {
        if (place.Depth > SchemaBounds.MaxTypeDepth || _nested.Count >= SchemaBounds.MaxTypes)
        {
            var reason = place.Depth > SchemaBounds.MaxTypeDepth ? "it is nested too deeply" : "the tool has too many types";
            return Report(new SchemaShape.Untyped(reason) { Problem = ProblemKind.CutSchema }, place.Pointer, place.At);
        }

        var shape = _shapes.Read(schema);
        TypeModel type = shape switch
        {
            SchemaShape.Text => new TypeModel.Text(),
            SchemaShape.Integer { Range: IntegerRange.Beyond64Bits } =>
                Report(new SchemaShape.Untyped("its range exceeds 64 bits"), place.Pointer, place.At),
            SchemaShape.Integer integer => new TypeModel.Integer(integer.Range is IntegerRange.Unsigned),
            SchemaShape.Number number => new TypeModel.Number(number.IsDecimal),
            SchemaShape.Boolean => new TypeModel.Boolean(),
            SchemaShape.List list => ReadList(list, place),
            SchemaShape.Choice { Listed.Count: > SchemaBounds.MaxValues } choice => ReadLongList(choice, place),
            SchemaShape.Map map => new TypeModel.Map(ReadType(map.ValueSchema, place.Item(".*"))),
            SchemaShape.Choice or SchemaShape.Fields or SchemaShape.Union => Declared(shape, place),
            SchemaShape.Untyped untyped => Report(untyped, place.Pointer, place.At),
            _ => new TypeModel.Json(),
        };

        // A JsonElement can already be null.
        type = type with { IsNullable = shape.IsNullable && type is not TypeModel.Json };
        return type;
    }

    private TypeModel.Text ReadLongList(SchemaShape.Choice choice, TypePlace place)
    {
        var detail = $"'{place.Pointer}' is typed as a string, because it lists more than {SchemaBounds.MaxValues} values";
        _problems.Add(new CatalogProblem(ProblemKind.CutSchema, _toolName, detail, place.At));
        return new TypeModel.Text();
    }

    // A list of itself has no name in C#.
    private TypeModel ReadList(SchemaShape.List list, TypePlace place)
    {
        if (list.ItemSchema is null)
        {
            return new TypeModel.List(new TypeModel.Json());
        }

        if (_declared.TryGetValue(list.Source!, out _))
        {
            return new TypeModel.Json();
        }

        _declared[list.Source!] = new TypeModel.Json();
        var type = new TypeModel.List(ReadType(list.ItemSchema, place.Item("[]")));
        _declared.Remove(list.Source!);
        return type;
    }

    // A schema that is referred to several times, or by itself, is one type.
    private TypeModel Declared(SchemaShape shape, TypePlace place)
    {
        if (_declared.TryGetValue(shape.Source!, out var known))
        {
            return known;
        }

        var name = NameFor(shape, place);
        TypeModel.Named type = shape switch
        {
            SchemaShape.Choice => new TypeModel.Enum(name),
            SchemaShape.Fields => new TypeModel.Object(name),
            _ => new TypeModel.Union(name),
        };
        _declared[shape.Source!] = type;
        if (shape.DefinitionName is { Length: > 0 })
        {
            place = place with { Path = [name] };
        }

        var order = _nested.Count;
        switch (shape)
        {
            case SchemaShape.Choice choice:
                _nested.Add(ReadEnum(choice, name, place));
                break;
            case SchemaShape.Fields fields:
                _nested.Insert(order, ReadRecord(fields, name, place));
                break;
            case SchemaShape.Union union:
                var declaration = new UnionReader(_shapes, ReadType, _rootName).Read(union, name, place);
                if (declaration.Cases.Count == 0)
                {
                    return _declared[shape.Source!] = new TypeModel.Json();
                }

                _nested.Insert(order, declaration);
                break;
        }

        return type;
    }

    // A definition has its own name. Other types are named after the properties that lead to them, so that an addition elsewhere
    // does not rename them.
    private string NameFor(SchemaShape shape, TypePlace place)
    {
        if (shape.DefinitionName is not { Length: > 0 } definition)
        {
            return _names.Claim(place.Names.FirstOrDefault(_names.IsFree) ?? place.Names.First());
        }

        var name = NestedName.OfDefinition(definition);
        return _names.Claim(_names.IsFree(name) ? name : name + "Value");
    }

    private static EnumDeclaration ReadEnum(SchemaShape.Choice choice, string name, TypePlace place)
    {
        var members = CSharpName.EnumMembers(choice.Values, name);
        var named = choice.Listed.Select((value, i) => new EnumMember(value.Text, members[i], value.Description)).ToEquatableArray();
        return new EnumDeclaration(name, place.Pointer, choice.Description, named);
    }

    private TypeModel.Json Report(SchemaShape.Untyped untyped, string pointer, JsonSpan at)
    {
        _problems.Add(new CatalogProblem(
            untyped.Problem, _toolName, $"'{pointer}' is typed as JsonElement: {untyped.Reason}", untyped.Span ?? at));
        return new TypeModel.Json();
    }
}
