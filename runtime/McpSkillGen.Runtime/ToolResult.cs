using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime;

/// <summary>
/// The result of a tool: MCP's <c>CallToolResult</c>. Nothing that a server sends makes reading it throw; what this type does
/// not know is in <see cref="Json"/>.
/// </summary>
public class ToolResult
{
    private List<ContentBlock>? _content;

    /// <param name="json">MCP's <c>CallToolResult</c>.</param>
    public ToolResult(JsonElement json) => Json = ForeignJson.Mended(json);

    /// <param name="mended">What <see cref="ForeignJson"/> parsed.</param>
    internal ToolResult(JsonDocument mended) => Json = mended.RootElement;

    private protected ToolResult(ToolResult result) => Json = result.Json;

    /// <summary>Creates a result from JSON, for tests.</summary>
    /// <param name="json">MCP's <c>CallToolResult</c>: <c>{"content":[{"type":"text","text":"hi"}]}</c>.</param>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static ToolResult Parse(string json) => new(JsonElement.Parse(json));

    /// <summary>The whole result as the server sent it, with U+FFFD in place of halves of surrogate pairs.</summary>
    public JsonElement Json { get; }

    /// <summary>Whether the tool reported an error (<c>isError</c>).</summary>
    public bool IsError => Json.Member("isError"u8).IsTrue();

    /// <summary>The content blocks, in order; empty if there are none. A server that sends one block, or a text, in place of an array has one.</summary>
    public IReadOnlyList<ContentBlock> Content => _content ??= ReadContent();

    /// <summary>All images among <see cref="Content"/>.</summary>
    public IEnumerable<ImageContent> Images => Content.OfType<ImageContent>();

    /// <summary>All audio among <see cref="Content"/>.</summary>
    public IEnumerable<AudioContent> Audio => Content.OfType<AudioContent>();

    /// <summary>All resources among <see cref="Content"/> that came with their contents.</summary>
    public IEnumerable<ResourceContents> Resources => Content.OfType<EmbeddedResource>().Select(static embedded => embedded.Resource);

    /// <summary>All links to resources among <see cref="Content"/>.</summary>
    public IEnumerable<ResourceLink> ResourceLinks => Content.OfType<ResourceLink>();

    /// <summary>The structured result, if the server sent one: any JSON value.</summary>
    public JsonElement? StructuredContent =>
        Json.Member("structuredContent"u8) is { ValueKind: not JsonValueKind.Undefined } structured ? structured : null;

    /// <summary>All text blocks, joined by line breaks; empty if there are none.</summary>
    public string Text => string.Join('\n', Texts);

    internal string ErrorText => Text is "" ? "The tool reported an error and did not say why." : $"The tool reported an error: {Text}";

    /// <summary>The text of each block that has one.</summary>
    internal IEnumerable<string> Texts =>
        Content.Select(static block => (block as TextContent)?.Text ?? (block as OtherContent)?.Text).OfType<string>();

    /// <summary>
    /// What there is to show of a result without content: structured content, <c>toolResult</c> of the oldest version of MCP, or
    /// all of it. Undefined if the server sent nothing.
    /// </summary>
    internal JsonElement Remainder
    {
        get
        {
            if (StructuredContent is { ValueKind: not JsonValueKind.Null } structured)
            {
                return structured;
            }

            if (Json.Member("toolResult"u8) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } older)
            {
                return older;
            }

            return Json.ValueKind is JsonValueKind.Object && Json.EnumerateObject().All(IsSilent)
                && (IsError || Json.Member("content"u8).ValueKind is JsonValueKind.Array)
                    ? default
                    : Json;
        }
    }

    /// <summary>Throws if the tool reported an error, for callers to whom that is an exception.</summary>
    /// <exception cref="ToolResultException">The tool reported an error; the message has its text.</exception>
    public void ThrowIfError()
    {
        if (IsError)
        {
            throw new ToolResultException(ErrorText);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private List<ContentBlock> ReadContent()
    {
        var content = new List<ContentBlock>();
        switch (Json.Member("content"u8))
        {
            case { ValueKind: JsonValueKind.Array } blocks:
                foreach (var block in blocks.EnumerateArray())
                {
                    content.Add(ContentBlock.Of(block));
                }

                break;
            case { ValueKind: JsonValueKind.Object or JsonValueKind.String } block:
                content.Add(ContentBlock.Of(block));
                break;
        }

        return content;
    }

    private static bool IsSilent(JsonProperty member) =>
        member.Name is "isError" or "_meta" or "resultType"
        || member.Value.ValueKind is JsonValueKind.Null
        || (member.Name is "content" && member.Value is { ValueKind: JsonValueKind.Array } blocks && blocks.GetArrayLength() == 0);
}
