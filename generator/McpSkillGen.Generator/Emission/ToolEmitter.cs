using McpSkillGen.Schema.Model;
using Microsoft.CodeAnalysis;
using static McpSkillGen.Generator.Emission.RuntimeTypes;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits <c>EverythingSkill.Echo.g.cs</c>: one tool's arguments, its result, and its part of the definition.</summary>
internal static class ToolEmitter
{
    public static void Emit(SourceProductionContext output, ToolSource source)
    {
        var (skill, tool) = (source.Skill, source.Tool);
        var code = CodeWriter.StartFile(source.Namespace);
        if (tool.ArgumentsType is { } argumentsType)
        {
            code.Line();
            ArgumentsEmitter.Emit(code, tool, argumentsType);
        }

        if (tool.Result is { } result)
        {
            code.Line();
            ResultEmitter.Emit(code, tool, result);
        }

        code.Line();
        using (code.Braces($"internal sealed partial class {skill.DefinitionName}"))
        {
            code.Line($"private static {ReadOnlyBytes} {JsonProperty(tool)} =>");
            code.Line($"    {Literal.RawUtf8(tool.Json)};");
            code.Line();
            EmitDefinition(code, tool);
        }

        output.AddSource($"{skill.ClassName}.{tool.Name.FileStem}.g.cs", code.ToSourceText());
    }

    // With this prefix, no tool's name becomes that of a member of SkillDefinition, such as FindTool.
    public static string DefineMethod(ToolModel tool) => "Define" + tool.Name.Identifier;

    public static string JsonProperty(ToolModel tool) => tool.Name.Identifier + "Json";

    public static string Traits(Schema.Vocabulary.ToolTraits traits) => Literal.Flags(RuntimeTypes.ToolTraits, traits);

    private static void EmitDefinition(CodeWriter code, ToolModel tool)
    {
        using (code.Open($"private static {ToolDefinition} {DefineMethod(tool)}() => new()", "{", "};"))
        {
            code.Line($"WireName = {Literal.Text(tool.Name.WireName)},");
            code.Line($"CommandName = {Literal.Text(tool.Name.CommandName)},");
            if (tool.Title is { } title)
            {
                code.Line($"Title = {Literal.Text(title)},");
            }

            if (tool.Description is not "")
            {
                code.Line($"Description = {Literal.Text(tool.Description)},");
            }

            if (tool.Traits is not Schema.Vocabulary.ToolTraits.None)
            {
                code.Line($"Traits = {Traits(tool.Traits)},");
            }

            ArgumentEmitter.EmitList(code, "Arguments", tool.Arguments);
        }
    }
}
