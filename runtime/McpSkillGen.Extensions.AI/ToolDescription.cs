using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Extensions.AI;

/// <summary>What a model is told about a tool, in the server's words.</summary>
/// <param name="Text">The tool's description, else its title; may be empty.</param>
/// <param name="InputSchema">The JSON Schema of its arguments.</param>
/// <param name="OutputSchema">The JSON Schema of its structured result, if the server gave one.</param>
/// <param name="Hints">What it does, according to the server.</param>
internal sealed record ToolDescription(string Text, JsonElement InputSchema, JsonElement? OutputSchema, ToolHints Hints)
{
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    public static ToolDescription Of(SkillDefinition skill, ToolSummary tool)
    {
        // A text of the server may hold half of a surrogate pair: clients of older generators have it compiled in.
        var isDescribed = ForeignJson.TryParse(skill.DescribeTool(tool.WireName).ToArray(), out var document, out _);
        using (document)
        {
            var described = isDescribed ? document!.RootElement.Clone() : AnyObject;
            var text = described.Member("description"u8).ValueKind is JsonValueKind.String ? described.Member("description"u8).GetString()! : "";
            var title = described.Member("title"u8).ValueKind is JsonValueKind.String ? described.Member("title"u8).GetString()! : "";
            var input = described.Member("inputSchema"u8);
            var output = described.Member("outputSchema"u8);
            return new ToolDescription(
                text.Length > 0 ? text : title,
                input.ValueKind is JsonValueKind.Object ? input : AnyObject,
                output.ValueKind is JsonValueKind.Object ? output : null,
                ToolHints.Of(described));
        }
    }
}
