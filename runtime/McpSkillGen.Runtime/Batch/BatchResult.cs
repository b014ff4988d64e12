using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Batch;

/// <summary>What a batch must know of a result: whether it is an error, and which.</summary>
internal static class BatchResult
{
    /// <param name="result">MCP's <c>CallToolResult</c>, UTF-8 JSON.</param>
    /// <param name="tool">The tool's command.</param>
    /// <returns>What the tool said of its failure; null where it did not fail.</returns>
    /// <exception cref="JsonException">The result is not JSON.</exception>
    public static string? ErrorIn(ReadOnlyMemory<byte> result, string tool)
    {
        if (!IsError(result.Span))
        {
            return null;
        }

        using var document = JsonDocument.Parse(ForeignJson.Mended(result));
        var said = new StringBuilder();
        if (document.RootElement.TryGetProperty("content"u8, out var content) && content.ValueKind is JsonValueKind.Array)
        {
            foreach (var block in content.EnumerateArray())
            {
                if (block.ValueKind is JsonValueKind.Object && block.TryGetProperty("text"u8, out var text) && text.ValueKind is JsonValueKind.String)
                {
                    said.Append(said.Length > 0 ? "\n" : "").Append(JsonText.Of(text));
                }
            }
        }

        return said.Length > 0 ? said.ToString() : $"The tool '{tool}' failed and did not say why.";
    }

    // The whole result is read, without a tree: a line that is no JSON would spoil the output for its reader.
    private static bool IsError(ReadOnlySpan<byte> result)
    {
        var isError = false;
        var reader = new Utf8JsonReader(result);
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
        }
        else
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isMark = reader.ValueTextEquals("isError"u8);
                reader.Read();
                isError = isMark ? reader.TokenType is JsonTokenType.True : isError;
                reader.Skip();
            }
        }

        reader.Read();
        return isError;
    }
}
