using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Planning;

/// <summary>The C# statements that call one tool: its required arguments with example values, and what its result has.</summary>
/// <param name="Skill">The name of the tool's skill.</param>
/// <param name="Statements">They connect to the skill, call, and print.</param>
/// <param name="Text">An expression for a text of the result, which another call can use.</param>
internal sealed record CodeExample(string Skill, string Statements, string Text)
{
    private const int MaxLineLength = 120;
    private const int MaxTypes = 40;
    private const int MaxTypeLength = 500;
    private const int MaxPrinted = 8;

    /// <param name="skill">The names of the tool's skill.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="earlier">Calls of the same script, whose names are taken; the last one's text is passed on if another skill's tool takes one.</param>
    public static CodeExample Of(SkillName skill, ToolModel tool, params IReadOnlyList<CodeExample> earlier)
    {
        var client = Local(skill.ClassName[..^"Skill".Length] is { Length: > 0 } stem ? stem : skill.ClassName, []);
        var taken = earlier.Where(one => one.Skill != skill.Value).SelectMany(static one => new[] { one.Variable, one.Client }).Append(client).ToArray();
        var variable = Local(tool.Name.Identifier, taken);
        var lines = new List<string> { $"{ScriptText.Connect}{client} = {skill.ClassName}.Connect();" };
        if (tool.Traits.HasFlag(ToolTraits.Destructive))
        {
            lines.Add("// Destructive, according to the server.");
        }

        var previous = earlier is [.., var last] && last.Skill != skill.Value ? last : null;
        lines.AddRange(Call($"var {variable} = await {client}.{tool.Name.Method}(", tool, previous));
        lines.AddRange(Printing(variable, tool.Result));
        return new CodeExample(skill.Value, string.Join('\n', lines), TextOf(variable, tool.Result)) { Client = client, Variable = variable };
    }

    /// <summary>The types of a tool's arguments and result, a line of Markdown each.</summary>
    public static IReadOnlyList<string> TypesOf(ToolModel tool)
    {
        var types = Declarations(tool).Where(static one => one is not AnyObjectDeclaration)
            .Select(one => Described(one, Arguments(tool)))
            .Concat(tool.Result is { } result ? Declarations(result).Select(one => Described(one, new CodeText(result.Container, Declarations(result)))) : [])
            .Where(static line => line.Length <= MaxTypeLength)
            .ToArray();
        return types.Length <= MaxTypes ? types : [.. types[..MaxTypes], "…"];
    }

    private string Client { get; init; } = "";

    private string Variable { get; init; } = "";

    private static CodeText Arguments(ToolModel tool) => new(tool.ArgumentsType?.Name ?? "", Declarations(tool));

    private static TypeDeclaration[] Declarations(ToolModel tool) => tool.ArgumentsType is { } root ? [root, .. tool.NestedTypes] : [];

    private static TypeDeclaration[] Declarations(ResultModel result) => result.Root is { } root ? [root, .. result.Nested] : [.. result.Nested];

    private static IEnumerable<string> Call(string start, ToolModel tool, CodeExample? previous)
    {
        if (tool.ArgumentsType is not ObjectDeclaration record)
        {
            return [$"{start}{(tool.ArgumentsType is null || tool.ArgumentsAreOptional ? "" : "new()")});"];
        }

        var example = ExampleValue.Object(ArgumentDefinitions.Of(tool).Arguments);
        var members = Arguments(tool).Members(example, record, Passed(tool, record, example, previous)).ToArray();
        if (members.Length == 0)
        {
            return [start + (tool.ArgumentsAreOptional ? ");" : "new());")];
        }

        var line = $"{start}new() {{ {string.Join(", ", members)} }});";
        return line.Length <= MaxLineLength ? [line] : [$"{start}new()", "{", .. members.Select(static member => $"    {member},"), "});"];
    }

    // A text of the call before takes the place of the first required text that can be any.
    private static Dictionary<string, string> Passed(ToolModel tool, ObjectDeclaration record, JsonObject example, CodeExample? previous)
    {
        var taker = previous is null ? null : ArgumentDefinitions.Of(tool).Arguments.FirstOrDefault(argument =>
            argument is { IsRequired: true, AllowedValues.Count: 0, Format: null, Pattern: null, MinLength: null, MaxLength: null }
            && record.Properties.Any(property => property.WireName == argument.WireName && property is { Presence: Presence.Required, Type: TypeModel.Text }));
        if (taker is null)
        {
            return [];
        }

        var replaced = CodeText.Quoted(example[taker.WireName]?.ToString() ?? "").Replace("*/", "* /", StringComparison.Ordinal);
        return new() { [taker.WireName] = $"{previous!.Text} /* in place of {replaced} */" };
    }

    private static string TextOf(string variable, ResultModel? result) =>
        result is { Type.IsNullable: false, Root: { } root }
        && root.Properties.FirstOrDefault(static property => property is { Presence: Presence.Required, Type: TypeModel.Text { IsNullable: false } })
            is { } text
            ? $"{variable}.Value.{text.Name}"
            : $"{variable}.Text";

    private static IEnumerable<string> Printing(string variable, ResultModel? result) => result switch
    {
        null => [$"{variable}.ThrowIfError();", $"Console.WriteLine({variable}.Text);"],
        { Type.IsNullable: false, Root.Properties: { Count: > 0 } properties } => properties.Take(MaxPrinted)
            .Select(property => $"Console.WriteLine($\"{property.Name}: {{{variable}.Value.{property.Name}{Shown(property)}}}\");"),
        _ => [$"Console.WriteLine({variable}.Value);"],
    };

    // A list prints as its type.
    private static string Shown(PropertyModel property) => property.Type is TypeModel.List or TypeModel.Map
        ? (property.Presence is Presence.Required && !property.Type.IsNullable ? ".Count" : "?.Count")
        : "";

    private static string Described(TypeDeclaration type, CodeText code) => $"- `{code.NameOf(type.Name)}`: " + type switch
    {
        ObjectDeclaration { Properties.Count: 0 } => "no properties",
        ObjectDeclaration record => $"`{string.Join("; ", record.Properties.Select(property => Declared(property, code)))}`",
        EnumDeclaration choice => $"`{string.Join("; ", choice.Members.Select(static member => member.Name))}`, or any string",
        UnionDeclaration union => $"`{string.Join("; ", union.Cases.Select(one => $"{one.Name}({code.TypeOf(one.Type)})"))}; Json(JsonElement)`",
        _ => "",
    };

    private static string Declared(PropertyModel property, CodeText code) => property.Presence switch
    {
        Presence.Required or Presence.Constant => $"{code.TypeOf(property.Type)} {property.Name}",
        Presence.Optional => $"Optional<{code.TypeOf(property.Type)}> {property.Name}",
        _ => $"{code.TypeOf(property.Type)}? {property.Name}",
    };

    // Names of the script itself, and of a skill whose tool has its name.
    private static string Local(string name, IEnumerable<string> taken)
    {
        var local = CSharpName.Local(name, ["args", "e"]);
        return taken.Contains(local) ? local.TrimStart('@') + "Result" : local;
    }
}
