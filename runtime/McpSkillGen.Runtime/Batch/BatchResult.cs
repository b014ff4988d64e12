using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Batch;

/// <summary>What a batch must know of a result: whether it is an error, and which.</summary>
internal static class BatchResult
{
    /// <param name="result">MCP's <c>CallToolResult</c>, UTF-8 JSON.</param>
    /// <param name="tool">The tool's command.</param>
    /// <param name="isWhole">Whether that is all that the result says.</param>
    /// <returns>What the tool said of its failure; null if it did not fail.</returns>
    /// <exception cref="JsonException">The result is not JSON.</exception>
    public static string? ErrorIn(ReadOnlyMemory<byte> result, string tool, out bool isWhole)
    {
        isWhole = false;

        // The whole result is read, without a tree: a line that is no JSON would spoil the output for its reader.
        var reader = new Utf8JsonReader(result.Span, ToolErrorMark.ReaderOptions);
        if (!ToolErrorMark.IsIn(ref reader) || !ForeignJson.TryParse(result, out var document, out _, ForeignJson.MaxResultDepth))
        {
            return null;
        }

        using (document)
        {
            var parsed = new ToolResult(document);
            isWhole = parsed.Text.Length > 0 && parsed.Content.All(static block => block is TextContent)
                && parsed.Json.EnumerateObject().All(static member => member.Name is "content" or "isError");
            return parsed switch
            {
                { Text: { Length: > 0 } words } => words,
                { Remainder: { ValueKind: not JsonValueKind.Undefined } remainder } => remainder.TextOrJson(),
                _ => $"The tool '{tool}' failed and did not say why.",
            };
        }
    }

    /// <summary>What there is to read in a result.</summary>
    public static string TextOf(ReadOnlyMemory<byte> result)
    {
        if (!ForeignJson.TryParse(result, out var document, out _, ForeignJson.MaxResultDepth))
        {
            return Encoding.UTF8.GetString(result.Span);
        }

        using (document)
        {
            var parsed = new ToolResult(document);
            return parsed.Text.Length > 0 ? parsed.Text : parsed.Remainder is { ValueKind: not JsonValueKind.Undefined } rest ? rest.TextOrJson() : "";
        }
    }
}
