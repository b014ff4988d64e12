using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Planning;

/// <summary>Decides what the page of one tool says.</summary>
internal static class ToolPages
{
    private const int MaxDescriptionLength = 4000;
    private const int MaxFlagDescriptionLength = 400;
    private const int MaxFieldsLength = 600;

    public static ToolPage Of(SkillName skill, ToolModel tool, CatalogTool described)
    {
        var example = ExampleCall.Of(tool);
        var flags = ToolFlag.Of(ArgumentDefinitions.Of(tool));
        var all = flags.SelectMany(static flag => flag.WithProperties()).ToArray();
        return new ToolPage(
            Command: tool.Name.CommandName,
            WireName: ServerText.Line(tool.Name.WireName, 200),
            Title: ServerText.Line(tool.Title ?? "", 120).Replace('"', '\''),
            Description: ServerText.Quotation(tool.Description, MaxDescriptionLength),
            Effects: tool.Traits.InWords(),
            Usage: FlagText.FullUsage(tool.Name.CommandName, flags),
            Flags: [.. all.SelectMany(Rows)],
            RenamedFlags: string.Join(", ", GlobalFlags.All
                .Where(flag => flag.NameBeside(all) == flag.OwnName).Select(static flag => $"`{flag.OwnName}` for `{flag.Name}`")),
            IsCut: all.Any(static flag => JsonShape.Of(flag.Definition) is { IsCut: true }),
            Example: example.CommandLine,
            ExampleJson: ShellWord.Posix(example.Json),
            ResultFields: ResultFields(described.OutputSchema),
            Code: CodeExample.Of(skill, tool).Statements,
            Types: CodeExample.TypesOf(tool));
    }

    private static IEnumerable<FlagRow> Rows(ToolFlag flag) => InnerRows.Of(flag)
        .Prepend(new FlagRow("", CodeSpan.Of(FlagText.Spelled(flag)), FlagText.Remarks(flag.Definition), Description(flag.Definition)));

    internal static string Description(ArgumentDefinition definition) => ServerText.Line(definition.Description ?? "", MaxFlagDescriptionLength);

    // The top level is enough to know what to use. "describe" prints the whole schema.
    private static string ResultFields(JsonNode? outputSchema) =>
        outputSchema is JsonObject schema && schema["properties"] is JsonObject properties
            ? ServerText.Line(string.Join(", ", properties.DistinctProperties().Select(static property => property.Name)), MaxFieldsLength)
            : "";
}
