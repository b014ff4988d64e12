using McpSkillGen.Runtime.Text;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Planning;

/// <summary>Decides what the page of one tool says.</summary>
internal static class ToolPages
{
    private const int MaxDescriptionLength = 4000;
    private const int MaxFlagDescriptionLength = 400;
    private const int MaxFieldsLength = 600;
    private const int MaxDepth = 3;

    public static ToolPage Of(ToolModel tool, CatalogTool described)
    {
        var example = ExampleCall.Of(tool);
        return new ToolPage(
            Command: tool.Name.CommandName,
            WireName: ServerText.Line(tool.Name.WireName, 200),
            Title: ServerText.Line(tool.Title ?? "", 120).Replace('"', '\''),
            Description: ServerText.Quotation(tool.Description, MaxDescriptionLength),
            Effects: tool.Traits.InWords(),
            Usage: FlagText.FullUsage(tool),
            Flags: [.. tool.Arguments.SelectMany(static argument => Rows(argument, "", MaxDepth))],
            Example: example.CommandLine,
            ExampleJson: ShellWord.Posix(example.Json),
            ResultFields: ResultFields(described.OutputSchema));
    }

    private static IEnumerable<FlagRow> Rows(ArgumentModel argument, string prefix, int depth)
    {
        var nested = depth > 1 && argument.Kind is ArgumentKind.Object
            ? argument.Properties.SelectMany(property => Rows(property, $"{prefix}{argument.FlagName}.", depth - 1))
            : [];
        return nested.Prepend(new FlagRow(
            FlagText.Spelled(argument with { FlagName = prefix + argument.FlagName }),
            FlagText.Remarks(argument),
            ServerText.Line(argument.Description, MaxFlagDescriptionLength)));
    }

    // The top level is enough to know what to use. "describe" prints the whole schema.
    private static string ResultFields(JsonNode? outputSchema) =>
        outputSchema is JsonObject schema && schema["properties"] is JsonObject properties
            ? ServerText.Line(string.Join(", ", properties.DistinctProperties().Select(static property => property.Name)), MaxFieldsLength)
            : "";
}
