using McpSkillGen.Schema.Model;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits a string-backed open enum: the listed values have names, and any other text is allowed too.</summary>
internal static class EnumEmitter
{
    /// <summary>The enum, open for more members.</summary>
    public static CodeWriter.Block Open(CodeWriter code, EnumDeclaration choice, string valueDoc)
    {
        DocComment.Summary(code, choice.Description, $"The text {DocComment.Code(choice.Pointer)}: one of the listed values, or any other.");
        code.Line($"/// <param name=\"Value\">{valueDoc}</param>");
        var block = code.Type($"public readonly record struct {choice.Name}(string Value)");
        foreach (var member in choice.Members)
        {
            DocComment.Summary(code, member.Description, DocComment.Code(member.WireValue));
            code.Line($"public static {choice.Name} {member.Name} => new({Literal.Text(member.WireValue)});").Line();
        }

        code.Line("/// <summary>Any text, even one that the server does not list.</summary>");
        code.Line($"public static implicit operator {choice.Name}(string value) => new(value);").Line();
        code.Line("/// <inheritdoc/>");
        code.Line("public override string ToString() => Value;").Line();
        return block;
    }
}
