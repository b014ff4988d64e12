using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Model;

/// <summary>Reads a tool's input schema as C# types: one record, and what its properties need nested in it.</summary>
internal sealed class TypeReader
{
    private readonly string _toolName;
    private readonly List<CatalogProblem> _problems;
    private readonly List<TypeDeclaration> _nested = [];
    private NameScope _nestedNames = new("", StringComparer.Ordinal);

    private TypeReader(string toolName, List<CatalogProblem> problems) => (_toolName, _problems) = (toolName, problems);

    /// <summary>Reads the input of a tool.</summary>
    /// <returns>The arguments' record, null for a tool that takes nothing; and the types nested in it.</returns>
    public static (TypeDeclaration? Arguments, EquatableArray<TypeDeclaration> Nested) Read(
        CatalogTool tool, string typeName, List<CatalogProblem> problems)
    {
        var reader = new TypeReader(tool.Name, problems);
        var arguments = reader.ReadArguments(tool.InputSchema, typeName);
        return (arguments, reader._nested.ToEquatableArray());
    }

    private TypeDeclaration? ReadArguments(JsonNode? schema, string typeName)
    {
        if (schema is null || SchemaShapeReader.Read(schema) is SchemaShape.Any)
        {
            return new AnyObjectDeclaration(typeName, "");
        }

        switch (SchemaShapeReader.Read(schema))
        {
            case SchemaShape.Fields fields:
                return ReadRecord(fields, typeName, path: "", pointer: "", isOutermost: true);
            case SchemaShape.AnyObject:
                return TakesNothing((JsonObject)schema) ? null : new AnyObjectDeclaration(typeName, SchemaText.Description(schema));
            case SchemaShape.Untyped untyped:
                Report("inputSchema", untyped.Reason, schema);
                return new AnyObjectDeclaration(typeName, SchemaText.Description(schema));
            default:
                Report("inputSchema", "the arguments of a tool should be an object", schema);
                return new AnyObjectDeclaration(typeName, SchemaText.Description(schema));
        }
    }

    // An empty list of properties is how servers say "no arguments"; no list at all says nothing.
    private static bool TakesNothing(JsonObject schema) =>
        schema["properties"] is JsonObject || schema["additionalProperties"] is JsonBoolean { Value: false };

    private ObjectDeclaration ReadRecord(SchemaShape.Fields fields, string typeName, string path, string pointer, bool isOutermost = false)
    {
        var properties = SchemaText.Properties(fields);
        var names = CSharpName.Properties(properties.Select(static listed => listed.Property.Name), typeName);
        if (isOutermost)
        {
            _nestedNames = CSharpName.NestedTypes(names, typeName);
        }

        var models = properties.Select((listed, i) =>
        {
            var schema = listed.Property.Value;
            var type = ReadType(schema, path + names[i], "Value", Join(pointer, listed.Property.Name), listed.Property.NameSpan);
            return new PropertyModel(
                listed.Property.Name, names[i], SchemaText.Description(schema), type, PresenceOf(type, listed.IsRequired), SchemaText.DefaultJson(schema));
        });
        return new ObjectDeclaration(typeName, pointer, SchemaText.Description(fields.Schema), models.ToEquatableArray());
    }

    // A type is named for the properties that lead to it, so that it keeps its name whatever is added elsewhere.
    private TypeModel ReadType(JsonNode schema, string path, string suffix, string pointer, JsonSpan nameSpan)
    {
        var shape = SchemaShapeReader.Read(schema);
        TypeModel type = shape switch
        {
            SchemaShape.Text => new TypeModel.Text(),
            SchemaShape.Integer => new TypeModel.Integer(),
            SchemaShape.Number => new TypeModel.Number(),
            SchemaShape.Boolean => new TypeModel.Boolean(),
            SchemaShape.List { ItemSchema: { } items } => new TypeModel.List(ReadType(items, path, "Item", pointer + "[]", nameSpan)),
            SchemaShape.List => new TypeModel.List(new TypeModel.Json()),
            SchemaShape.Choice choice => DeclareEnum(choice, schema, path + suffix, pointer),
            SchemaShape.Fields fields => DeclareRecord(fields, path, suffix, pointer),
            SchemaShape.Untyped untyped => FallBack(untyped, pointer, nameSpan),
            _ => new TypeModel.Json(),
        };

        // A JsonElement is null by itself.
        return type with { IsNullable = shape.IsNullable && type is not TypeModel.Json };
    }

    private TypeModel.Enum DeclareEnum(SchemaShape.Choice choice, JsonNode schema, string wantedName, string pointer)
    {
        var name = _nestedNames.Claim(wantedName);
        var members = CSharpName.EnumMembers(choice.Values, name);
        var named = choice.Values.Select((value, i) => new EnumMember(value, members[i])).ToEquatableArray();
        _nested.Add(new EnumDeclaration(name, pointer, SchemaText.Description(schema), named));
        return new TypeModel.Enum(name);
    }

    private TypeModel.Object DeclareRecord(SchemaShape.Fields fields, string path, string suffix, string pointer)
    {
        var name = _nestedNames.Claim(path + suffix);
        var place = _nested.Count;
        var declaration = ReadRecord(fields, name, path, pointer);
        _nested.Insert(place, declaration);
        return new TypeModel.Object(name);
    }

    private TypeModel.Json FallBack(SchemaShape.Untyped untyped, string pointer, JsonSpan nameSpan)
    {
        _problems.Add(new CatalogProblem(ProblemKind.UntypedSchema, _toolName, $"'{pointer}' is typed as JsonElement: {untyped.Reason}", nameSpan));
        return new TypeModel.Json();
    }

    private void Report(string pointer, string reason, JsonNode at) =>
        _problems.Add(new CatalogProblem(
            ProblemKind.UntypedSchema, _toolName, $"'{pointer}' is typed as JsonElement: {reason}", at.Span));

    private static Presence PresenceOf(TypeModel type, bool isRequired) => (isRequired, type.IsNullable) switch
    {
        (true, _) => Presence.Required,
        (false, false) => Presence.NullWhenAbsent,
        (false, true) => Presence.Optional,
    };

    private static string Join(string pointer, string name) => pointer is "" ? name : $"{pointer}.{name}";
}
