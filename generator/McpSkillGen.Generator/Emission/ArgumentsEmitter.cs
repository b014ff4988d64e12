using McpSkillGen.Schema.Model;
using static McpSkillGen.Generator.Emission.RuntimeTypes;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits the record that a tool's method takes, and the types nested in it.</summary>
internal static class ArgumentsEmitter
{
    public static void Emit(CodeWriter code, ToolModel tool, TypeDeclaration arguments)
    {
        DocComment.Summary(code, arguments.Description, $"The arguments of the tool {DocComment.Code(tool.Name.WireName)}.");
        using (code.Braces($"public sealed partial record {arguments.Name} : {ToolArguments}"))
        {
            if (arguments is ObjectDeclaration record)
            {
                EmitMembers(code, record, "/// <inheritdoc/>", "public");
            }
            else
            {
                EmitAnyObject(code);
            }

            foreach (var nested in tool.NestedTypes)
            {
                code.Line();
                EmitNested(code, nested);
            }
        }
    }

    private static void EmitNested(CodeWriter code, TypeDeclaration type)
    {
        switch (type)
        {
            case ObjectDeclaration record:
                DocComment.Summary(code, record.Description, $"The object {DocComment.Code(record.Pointer)}.");
                using (code.Braces($"public sealed partial record {record.Name}"))
                {
                    EmitMembers(code, record, "/// <summary>Writes one JSON object.</summary>", "internal");
                }

                break;
            case EnumDeclaration choice:
                EmitEnum(code, choice);
                break;
        }
    }

    private static void EmitMembers(CodeWriter code, ObjectDeclaration record, string writeToComment, string writeToAccess)
    {
        foreach (var property in record.Properties)
        {
            DocComment.Summary(code, property.Description, $"The property {DocComment.Code(property.WireName)}.");
            DocComment.Default(code, property.DefaultJson);
            code.Line($"public {TypeText.OfProperty(property)} {property.Name} {{ get; init; }}").Line();
        }

        code.Line(writeToComment);
        using (code.Braces($"{writeToAccess} void WriteTo({JsonWriter} writer)"))
        {
            WriteToEmitter.EmitBody(code, record.Properties);
        }
    }

    private static void EmitAnyObject(CodeWriter code)
    {
        code.Line("/// <summary>All of them, as one JSON object: the server does not say what they are. Null for none.</summary>");
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

    private static void EmitEnum(CodeWriter code, EnumDeclaration choice)
    {
        DocComment.Summary(code, choice.Description, $"The text {DocComment.Code(choice.Pointer)}: one that the server lists, or any other.");
        code.Line("/// <param name=\"Value\">The text that is sent.</param>");
        using (code.Braces($"public readonly record struct {choice.Name}(string Value)"))
        {
            foreach (var member in choice.Members)
            {
                code.Line($"/// <summary>{DocComment.Code(member.WireValue)}</summary>");
                code.Line($"public static {choice.Name} {member.Name} => new({Literal.Text(member.WireValue)});").Line();
            }

            code.Line("/// <summary>Any text, also one that the server did not list.</summary>");
            code.Line($"public static implicit operator {choice.Name}(string value) => new(value);").Line();
            code.Line("/// <inheritdoc/>");
            code.Line("public override string ToString() => Value;");
        }
    }
}
