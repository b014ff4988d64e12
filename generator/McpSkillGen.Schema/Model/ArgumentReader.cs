using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Naming;
using McpSkillGen.Schema.Resolution;

namespace McpSkillGen.Schema.Model;

/// <summary>Reads a tool's input schema as flags.</summary>
internal sealed class ArgumentReader
{
    // Flags beyond these are given as JSON: a schema that refers to itself has no end, and nobody types --a.b.c.d.e.
    private const int MaxDepth = 6;
    private const int MaxArguments = 400;

    private readonly SchemaShapeReader _shapes;
    private readonly HashSet<JsonNode> _open = [];
    private int _count;

    private ArgumentReader(SchemaShapeReader shapes) => _shapes = shapes;

    public static EquatableArray<ArgumentModel> Read(JsonNode inputSchema)
    {
        var shapes = new SchemaShapeReader(new SchemaDocument(inputSchema));
        return shapes.ReadRoot() is SchemaShape.Fields fields ? new ArgumentReader(shapes).Arguments(fields, CommandLineName.Flags) : default;
    }

    private EquatableArray<ArgumentModel> Arguments(
        SchemaShape.Fields fields, Func<IEnumerable<string>, IReadOnlyList<string>> nameFlags)
    {
        if (!_open.Add(fields.Source!))
        {
            return default;
        }

        _count += fields.Listed.Count;
        var flags = nameFlags(fields.Listed.Select(static field => field.WireName));
        var arguments = fields.Listed
            .Select((field, i) => Argument(field.WireName, flags[i], field.Schema) with { IsRequired = field.IsRequired })
            .ToEquatableArray();
        _open.Remove(fields.Source!);
        return arguments;
    }

    private ArgumentModel Argument(string wireName, string flagName, JsonNode schema)
    {
        var shape = _shapes.Read(schema);
        return new ArgumentModel(wireName, flagName, KindOf(shape))
        {
            Description = shape.Description,
            DefaultJson = SchemaText.DefaultJson(schema),
            AllowedValues = shape is SchemaShape.Choice { IsOpen: false } choice ? choice.Values.ToEquatableArray() : default,
            Item = shape is SchemaShape.List { ItemSchema: { } items } ? Item(wireName, flagName, shape, items) : null,
            Properties = shape is SchemaShape.Fields fields && _open.Count < MaxDepth && _count < MaxArguments
                ? Arguments(fields, CommandLineName.NestedFlags)
                : default,
        };
    }

    private ArgumentModel? Item(string wireName, string flagName, SchemaShape list, JsonNode items)
    {
        if (!_open.Add(list.Source!))
        {
            return null;
        }

        var item = Argument(wireName, flagName, items);
        _open.Remove(list.Source!);
        return item;
    }

    // A flag cannot tell "null" from the text "null": only an argument given as JSON can be null.
    private static ArgumentKind KindOf(SchemaShape shape) => shape switch
    {
        SchemaShape.Text or SchemaShape.Choice => ArgumentKind.String,
        SchemaShape.Integer { Range: IntegerRange.Signed } => ArgumentKind.Integer,
        SchemaShape.Integer or SchemaShape.Number => ArgumentKind.Number,
        SchemaShape.Boolean => ArgumentKind.Boolean,
        SchemaShape.List => ArgumentKind.Array,
        SchemaShape.Fields or SchemaShape.Map or SchemaShape.AnyObject or SchemaShape.Untyped { IsObject: true } => ArgumentKind.Object,
        _ => ArgumentKind.Json,
    };
}
