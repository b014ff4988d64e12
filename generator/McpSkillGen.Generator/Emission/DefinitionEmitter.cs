using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;
using Microsoft.CodeAnalysis;
using static McpSkillGen.Generator.Emission.RuntimeTypes;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits <c>EverythingDefinition.g.cs</c>: the list of tools, and the switches that find one. Each tool's part of
/// the class is in its own file.</summary>
internal static class DefinitionEmitter
{
    public static void Emit(SourceProductionContext output, SkillModel skill)
    {
        var code = CodeWriter.StartFile(skill.Namespace).Line();
        code.Line($"/// <summary>The skill {DocComment.Code(skill.Name.Value)} as its executor knows it.</summary>");
        using (code.Type($"internal sealed partial class {skill.Name.DefinitionName} : {SkillDefinition}"))
        {
            if (skill.Tools.Count > 0)
            {
                code.Line($"private {ToolSummary}[]? _tools;").Line();
            }

            code.Line($"public override string Name => {Literal.Text(skill.Name.Value)};").Line();
            code.Line($"public override string ServerTitle => {Literal.Text(skill.ServerTitle)};").Line();
            if (skill.Folder is { } folder)
            {
                code.Line($"public override string Folder => {Literal.Text(folder)};").Line();
            }

            if (skill.Features is not Schema.Vocabulary.ServerFeatures.None)
            {
                code.Line($"public override {RuntimeTypes.ServerFeatures} Features => {Literal.Flags(RuntimeTypes.ServerFeatures, skill.Features)};").Line();
            }

            EmitTools(code, skill);
            code.Line();
            EmitFindTool(code, skill);
            code.Line();
            EmitDescribeTool(code, skill);
        }

        output.AddSource($"{skill.Name.DefinitionName}.g.cs", code.ToSourceText());
    }

    private static void EmitTools(CodeWriter code, SkillModel skill)
    {
        if (skill.Tools.Count == 0)
        {
            code.Line($"public override {ReadOnlyList}<{ToolSummary}> Tools => [];");
            return;
        }

        using (code.Open($"public override {ReadOnlyList}<{ToolSummary}> Tools => _tools ??=", "[", "];"))
        {
            foreach (var tool in skill.Tools)
            {
                var (wireName, command) = (Literal.Text(tool.Name.WireName), Literal.Text(tool.Name.CommandName));
                code.Line($"new({wireName}, {command}, {Literal.Text(tool.Summary)}, {ToolEmitter.Traits(tool.Traits)}),");
            }
        }
    }

    private static void EmitFindTool(CodeWriter code, SkillModel skill)
    {
        using (code.Open($"public override {ToolDefinition}? FindTool(string name) => name switch", "{", "};"))
        {
            foreach (var tool in skill.Tools)
            {
                code.Line($"{NamesOf(tool.Name)} => {ToolEmitter.DefineMethod(tool)}(),");
            }

            code.Line("_ => null,");
        }
    }

    private static void EmitDescribeTool(CodeWriter code, SkillModel skill)
    {
        using (code.Open($"public override {ReadOnlyBytes} DescribeTool(string wireName) => wireName switch", "{", "};"))
        {
            foreach (var tool in skill.Tools)
            {
                code.Line($"{Literal.Text(tool.Name.WireName)} => {ToolEmitter.JsonProperty(tool)},");
            }

            code.Line("_ => default,");
        }
    }

    private static string NamesOf(ToolName name) => name.WireName == name.CommandName
        ? Literal.Text(name.WireName)
        : $"{Literal.Text(name.WireName)} or {Literal.Text(name.CommandName)}";
}
