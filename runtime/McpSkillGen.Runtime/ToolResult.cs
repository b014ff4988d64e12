using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime;

/// <summary>
/// What a tool answered: MCP's <c>CallToolResult</c>, read leniently from the server's own JSON. Unknown content types and
/// fields stay reachable through <see cref="Json"/>.
/// </summary>
public class ToolResult
{
    /// <param name="json">MCP's <c>CallToolResult</c>.</param>
    public ToolResult(JsonElement json) => Json = json;

    /// <summary>Creates a result from JSON, for tests.</summary>
    /// <param name="json">MCP's <c>CallToolResult</c>: <c>{"content":[{"type":"text","text":"hi"}]}</c>.</param>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static ToolResult Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new ToolResult(document.RootElement.Clone());
    }

    /// <summary>The whole result as the server sent it.</summary>
    public JsonElement Json { get; }

    /// <summary>Whether the tool reported an error (<c>isError</c>).</summary>
    public bool IsError => Member("isError") is { ValueKind: JsonValueKind.True };

    /// <summary>The content blocks, in order; empty where there are none.</summary>
    public IEnumerable<JsonElement> Content =>
        Member("content") is { ValueKind: JsonValueKind.Array } content ? content.EnumerateArray() : [];

    /// <summary>The structured result, where the server sent one: any JSON value.</summary>
    public JsonElement? StructuredContent => Member("structuredContent");

    /// <summary>All text blocks, joined by line breaks.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            foreach (var block in Content)
            {
                if (block.ValueKind is JsonValueKind.Object
                    && block.TryGetProperty("type"u8, out var type) && type.ValueEquals("text"u8)
                    && block.TryGetProperty("text"u8, out var value) && value.ValueKind is JsonValueKind.String)
                {
                    text.Append(text.Length > 0 ? "\n" : "").Append(JsonText.Of(value));
                }
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private JsonElement? Member(string name) =>
        Json.ValueKind is JsonValueKind.Object && Json.TryGetProperty(name, out var member) ? member : null;
}
