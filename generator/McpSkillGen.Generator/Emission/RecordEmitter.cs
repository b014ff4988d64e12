using McpSkillGen.Schema.Model;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits what records of arguments and of results share: their properties.</summary>
internal static class RecordEmitter
{
    /// <summary>A record nested in that of a tool, open for members.</summary>
    public static CodeWriter.Block Open(CodeWriter code, ObjectDeclaration record)
    {
        DocComment.Summary(code, record.Description, $"The object {DocComment.Code(record.Pointer)}.");
        return code.Type($"public sealed partial record {record.Name}");
    }

    public static void EmitProperties(CodeWriter code, ObjectDeclaration record)
    {
        foreach (var property in record.Properties)
        {
            DocComment.Summary(code, property.Description, $"The property {DocComment.Code(property.WireName)}.");
            DocComment.Default(code, property.DefaultJson);
            code.Line($"public {TypeText.OfProperty(property)} {property.Name} {{ get; init; }}{Initializer(property)}").Line();
        }

        if (record.Others is { } others)
        {
            code.Line("/// <summary>Other properties, by name.</summary>");
            code.Line($"public {TypeText.Of(new TypeModel.Map(others.Value))}? {others.Name} {{ get; init; }}").Line();
        }
    }

    private static string Initializer(PropertyModel property) => property switch
    {
        { Constant: null } => "",
        { Type: TypeModel.Text } => $" = {Literal.Text(property.Constant)};",
        _ => $" = {property.Constant};",
    };
}
