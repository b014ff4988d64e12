using McpSkillGen.Schema.Model;
using static McpSkillGen.Generator.Emission.RuntimeTypes;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits the record that a tool's structured result becomes, and the types nested in it.</summary>
internal static class ResultEmitter
{
    public static void Emit(CodeWriter code, ToolModel tool, ResultModel result)
    {
        var otherwise = $"The structured result of the tool {DocComment.Code(tool.Name.WireName)}.";
        if (result.Root is { } root)
        {
            DocComment.Summary(code, result.Description, otherwise);
            using (code.Type($"public sealed partial record {root.Name}"))
            {
                RecordEmitter.EmitProperties(code, root);
                ReadEmitter.EmitRecord(code, root, result.Container);
                EmitNested(code, result);
            }

            return;
        }

        code.Line($"/// <summary>The types of the structured result of the tool {DocComment.Code(tool.Name.WireName)}.</summary>");
        using (code.Type($"public static partial class {result.Container}"))
        {
            code.Line($"internal static {TypeText.Of(result.Type)} Read({ResultValue} value) =>");
            code.Line($"    {ReadEmitter.Expression(result.Type, "value", TypeNames.Outside(result.Container))};");
            EmitNested(code, result);
        }
    }

    private static void EmitNested(CodeWriter code, ResultModel result)
    {
        foreach (var nested in result.Nested)
        {
            code.Line();
            EmitNested(code, nested, result.Container);
        }
    }

    private static void EmitNested(CodeWriter code, TypeDeclaration type, string container)
    {
        switch (type)
        {
            case ObjectDeclaration record:
                using (RecordEmitter.Open(code, record))
                {
                    RecordEmitter.EmitProperties(code, record);
                    ReadEmitter.EmitRecord(code, record, container);
                }

                break;
            case EnumDeclaration choice:
                using (EnumEmitter.Open(code, choice, "The text that was sent."))
                {
                    code.Line($"internal static {choice.Name} Read({ResultValue} value) => new(value.Text());");
                }

                break;
            case UnionDeclaration union:
                using (UnionEmitter.Open(code, union))
                {
                    ReadEmitter.EmitUnion(code, union, container);
                    UnionEmitter.EmitCases(code, union, TypeNames.Within(union, container), emitBody: null);
                }

                break;
        }
    }
}
