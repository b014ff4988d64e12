using McpSkillGen.Schema.Model;
using static McpSkillGen.Generator.Emission.RuntimeTypes;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits a union: a closed hierarchy of records, one per case, and one for any other JSON.</summary>
internal static class UnionEmitter
{
    private static readonly UnionCase Json = new("Json", new TypeModel.Json());

    /// <summary>The union, open for its cases.</summary>
    public static CodeWriter.Block Open(CodeWriter code, UnionDeclaration union)
    {
        DocComment.Summary(code, union.Description, $"The value {DocComment.Code(union.Pointer)}, which has one of several types.");
        var block = code.Type($"public abstract partial record {union.Name}");

        // So that only nested types can derive from it.
        code.Line($"private {union.Name}()");
        code.Line("{").Line("}").Line();
        return block;
    }

    public static void EmitConversions(CodeWriter code, UnionDeclaration union, TypeNames names)
    {
        foreach (var one in union.Cases.Append(Json))
        {
            foreach (var source in Convertible(one.Type, names))
            {
                code.Line().Line($"/// <summary>The case <see cref=\"{one.Name}\"/>.</summary>");
                code.Line($"public static implicit operator {union.Name}({source} value) => new {one.Name}(value);");
            }
        }
    }

    public static void EmitCases(CodeWriter code, UnionDeclaration union, TypeNames names, Action<CodeWriter, TypeModel>? emitBody)
    {
        foreach (var one in union.Cases.Append(Json))
        {
            code.Line().Line($"/// <summary>{Meaning(one)}</summary>");
            code.Line("/// <param name=\"Value\">The value.</param>");
            var header = $"public sealed record {one.Name}({TypeText.Of(one.Type, names)} Value) : {union.Name}";
            if (emitBody is null)
            {
                code.TypeWithoutBody(header);
                continue;
            }

            using (code.Type(header))
            {
                emitBody(code, one.Type);
            }
        }
    }

    private static string Meaning(UnionCase one) => one.Type switch
    {
        TypeModel.Text => "A text.",
        TypeModel.Enum => "A listed text, or any other.",
        TypeModel.Integer => "An integer.",
        TypeModel.Number => "A number.",
        TypeModel.Boolean => "True or false.",
        TypeModel.List => "A list.",
        TypeModel.Map => "An object with any property names.",
        TypeModel.Json => "Any other JSON.",
        _ when one.Constants.Count > 0 => $"The object whose {DocComment.Code(one.Constants[0].WireName)} is {DocComment.Code(one.Constants[0].Value)}.",
        _ when one.RequiredProperties.Count > 0 => $"The object with {DocComment.Code(string.Join(", ", one.RequiredProperties))}.",
        _ => "An object.",
    };

    // C# has no conversions from interfaces, so a list converts from an array.
    private static IEnumerable<string> Convertible(TypeModel type, TypeNames names) => type switch
    {
        TypeModel.List list => [TypeText.Of(list.Item, names) + "[]"],
        TypeModel.Map map => [$"{Dictionary}<string, {TypeText.Of(map.Value, names)}>"],
        TypeModel.Enum => [TypeText.Of(type, names), "string"],
        _ => [TypeText.Of(type, names)],
    };
}
