using McpSkillGen.Schema.Model;
using static McpSkillGen.Generator.Emission.RuntimeTypes;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits the record that a tool's method takes, and the types nested in it.</summary>
internal static class ArgumentsEmitter
{
    public static void Emit(CodeWriter code, ToolModel tool, TypeDeclaration arguments)
    {
        DocComment.Summary(code, arguments.Description, $"The arguments of the tool {DocComment.Code(tool.Name.WireName)}.");
        using (code.Type($"public sealed partial record {arguments.Name} : {ToolArguments}"))
        {
            if (arguments is ObjectDeclaration record)
            {
                RecordEmitter.EmitProperties(code, record);
                EmitWriteTo(code, record, "/// <inheritdoc/>", "public");
            }
            else
            {
                EmitAnyObject(code);
            }

            foreach (var nested in tool.NestedTypes)
            {
                code.Line();
                EmitNested(code, nested, arguments.Name);
            }
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
                    EmitWriteTo(code, record, "/// <summary>Writes one JSON object.</summary>", "internal");
                }

                break;
            case EnumDeclaration choice:
                using (EnumEmitter.Open(code, choice, "The text that is sent."))
                {
                    code.Line($"internal void WriteTo({JsonWriter} writer) =>");
                    code.Line($"    {ArgumentText}.Write(writer, Value, nameof({choice.Name}));");
                }

                break;
            case UnionDeclaration union:
                using (UnionEmitter.Open(code, union))
                {
                    code.Line($"internal abstract void WriteTo({JsonWriter} writer);");
                    var names = TypeNames.Within(union, container);
                    UnionEmitter.EmitConversions(code, union, names);
                    UnionEmitter.EmitCases(code, union, names, static (code, type) => EmitCaseWriteTo(code, type));
                }

                break;
        }
    }

    private static void EmitWriteTo(CodeWriter code, ObjectDeclaration record, string comment, string access)
    {
        code.Line(comment);
        using (code.Braces($"{access} void WriteTo({JsonWriter} writer)"))
        {
            WriteToEmitter.EmitBody(code, record);
        }
    }

    private static void EmitCaseWriteTo(CodeWriter code, TypeModel type)
    {
        var header = $"internal override void WriteTo({JsonWriter} writer)";
        if (type is not (TypeModel.List or TypeModel.Map))
        {
            code.Line($"{header} => {WriteToEmitter.Statement("Value", type)};");
            return;
        }

        using (code.Braces(header))
        {
            WriteToEmitter.EmitValue(code, "Value", type);
        }
    }

    private static void EmitAnyObject(CodeWriter code)
    {
        code.Line("/// <summary>The arguments as one JSON object, because the server does not describe them. Null for none.</summary>");
        code.Line($"public {JsonElement}? Json {{ get; init; }}").Line();
        code.Line("/// <inheritdoc/>");
        using (code.Braces($"public void WriteTo({JsonWriter} writer)"))
        {
            using (code.Braces("if (Json is { } json)"))
            {
                code.Line("json.WriteTo(writer);");
            }

            using (code.Braces("else"))
            {
                code.Line("writer.WriteStartObject();");
                code.Line("writer.WriteEndObject();");
            }
        }
    }
}
