using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Model;

/// <summary>Reads a tool's input schema as flags.</summary>
internal static class ArgumentReader
{
    public static EquatableArray<ArgumentModel> Read(JsonNode inputSchema) =>
        SchemaShapeReader.Read(inputSchema) is SchemaShape.Fields fields ? Arguments(fields, CommandLineName.Flags) : default;

    private static EquatableArray<ArgumentModel> Arguments(
        SchemaShape.Fields fields, Func<IEnumerable<string>, IReadOnlyList<string>> nameFlags)
    {
        var properties = SchemaText.Properties(fields);
        var flags = nameFlags(properties.Select(static listed => listed.Property.Name));
        return properties
            .Select((listed, i) => Argument(listed.Property.Name, flags[i], listed.Property.Value) with { IsRequired = listed.IsRequired })
            .ToEquatableArray();
    }

    private static ArgumentModel Argument(string wireName, string flagName, JsonNode schema)
    {
        var shape = SchemaShapeReader.Read(schema);
        return new ArgumentModel(wireName, flagName, KindOf(shape))
        {
            Description = SchemaText.Description(schema),
            DefaultJson = SchemaText.DefaultJson(schema),
            AllowedValues = shape is SchemaShape.Choice choice ? choice.Values.ToEquatableArray() : default,
            Item = shape is SchemaShape.List { ItemSchema: { } items } ? Argument(wireName, flagName, items) : null,
            Properties = shape is SchemaShape.Fields fields ? Arguments(fields, CommandLineName.NestedFlags) : default,
        };
    }

    // A flag cannot tell "null" from the text "null": only an argument given as JSON can be null.
    private static ArgumentKind KindOf(SchemaShape shape) => shape switch
    {
        SchemaShape.Text or SchemaShape.Choice => ArgumentKind.String,
        SchemaShape.Integer => ArgumentKind.Integer,
        SchemaShape.Number => ArgumentKind.Number,
        SchemaShape.Boolean => ArgumentKind.Boolean,
        SchemaShape.List => ArgumentKind.Array,
        SchemaShape.Fields or SchemaShape.AnyObject or SchemaShape.Untyped { IsObject: true } => ArgumentKind.Object,
        _ => ArgumentKind.Json,
    };
}
