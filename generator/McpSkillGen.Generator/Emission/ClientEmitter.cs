using McpSkillGen.Schema.Model;
using Microsoft.CodeAnalysis;
using static McpSkillGen.Generator.Emission.RuntimeTypes;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits <c>EverythingSkill.g.cs</c>: the client, with a method per tool.</summary>
internal static class ClientEmitter
{
    public static void Emit(SourceProductionContext output, SkillModel skill)
    {
        var code = CodeWriter.StartFile(skill.Namespace).Line();
        var server = skill.ServerTitle is "" ? "an MCP server" : DocComment.Escape(skill.ServerTitle);
        code.Line($"/// <summary>The tools of {server}, as methods.</summary>");
        code.Line("/// <remarks>");
        code.Line("/// A tool's own error is a result whose <c>IsError</c> is true. A call that gets no result throws a");
        code.Line($"/// <see cref=\"{SkillException}\"/>.");
        code.Line("/// </remarks>");
        using (code.Type($"public sealed partial class {skill.Name.ClassName} : {SkillClient}, {SkillInterface}<{skill.Name.ClassName}>"))
        {
            EmitEntryPoints(code, skill);
            foreach (var tool in skill.Tools)
            {
                code.Line();
                EmitMethod(code, tool);
            }
        }

        output.AddSource($"{skill.Name.ClassName}.g.cs", code.ToSourceText());
    }

    private static void EmitEntryPoints(CodeWriter code, SkillModel skill)
    {
        var name = skill.Name.ClassName;
        code.Line("/// <summary>A client that calls through <paramref name=\"caller\"/>, for tests; otherwise see <see cref=\"Connect\"/>.</summary>");
        code.Line("/// <param name=\"caller\">Makes the calls.</param>");
        code.Line($"public {name}({ToolCaller} caller)");
        code.Line("    : base(caller)");
        code.Line("{").Line("}").Line();
        code.Line("/// <summary>The skill as its executor knows it.</summary>");
        code.Line($"public static {SkillDefinition} Definition {{ get; }} = new {skill.Name.DefinitionName}();");
        code.Line();
        code.Line("/// <summary>A client of the skill's server. The first call starts the server if it is not running.</summary>");
        code.Line("/// <param name=\"options\">Where the skill is and how to call it; null for the defaults.</param>");
        code.Line($"public static {name} Connect({SkillClientOptions}? options = null) =>");
        code.Line($"    new(new {HostToolCaller}(Definition, options));");
        code.Line();
        code.Line($"static {name} {SkillInterface}<{name}>.Create({ToolCaller} caller) => new(caller);");
        code.Line();
        code.Line("/// <summary>Runs the executor: one command.</summary>");
        code.Line("/// <param name=\"args\">The program's arguments.</param>");
        code.Line("/// <returns>The process's exit code.</returns>");
        code.Line($"public static int Run(string[] args) => {SkillProgram}.Run(Definition, args);");
    }

    // A record reads itself, but not null.
    private static string Reader(ResultModel result) => result is { Root: not null, Type: { IsNullable: true } type }
        ? $"static value => {ReadEmitter.Expression(type, "value", TypeNames.Outside(result.Container))}"
        : $"{result.Container}.Read";

    private static void EmitMethod(CodeWriter code, ToolModel tool)
    {
        DocComment.Summary(code, tool.Description, $"Calls the tool {DocComment.Code(tool.Name.WireName)}.");
        var arguments = tool switch
        {
            { ArgumentsType: null } => "",
            { ArgumentsAreOptional: true } => $"{tool.ArgumentsType.Name}? arguments = null, ",
            _ => $"{tool.ArgumentsType.Name} arguments, ",
        };
        var argument = tool.ArgumentsType is null ? "arguments: null" : "arguments";
        var safeToRepeat = tool.IsSafeToRepeat ? "true" : "false";
        var result = tool.Result is { } typed ? $"{ToolResult}<{TypeNames.Outside(typed.Container).Whole(typed.Type)}>" : ToolResult;
        var reader = tool.Result is { } read ? Reader(read) + ", " : "";
        code.Line($"public {RuntimeTypes.Task}<{result}> {tool.Name.Method}(");
        code.Line($"    {arguments}{RuntimeTypes.CancellationToken} cancellationToken = default) =>");
        code.Line($"    CallToolAsync({Literal.Text(tool.Name.WireName)}, {argument}, safeToRepeat: {safeToRepeat}, {reader}cancellationToken);");
    }
}
