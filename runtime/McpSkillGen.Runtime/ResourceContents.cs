using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime;

/// <summary>MCP's <c>ResourceContents</c>: a text or bytes, and where they are from.</summary>
public sealed class ResourceContents
{
    private byte[]? _blob;

    internal ResourceContents(JsonElement json) => Json = json;

    /// <summary>The contents as the server sent them.</summary>
    public JsonElement Json { get; }

    /// <summary>The resource's URI, as the server spells it; empty if it left it out.</summary>
    public string Uri => Json.Text("uri"u8) ?? "";

    /// <summary>The type of the contents, if known.</summary>
    public string? MimeType => Json.Text("mimeType"u8);

    /// <summary>The text of a resource that is text; otherwise null.</summary>
    public string? Text => Json.ValueKind is JsonValueKind.String ? Json.AsText() : Json.Text("text"u8);

    /// <summary>The decoded bytes of a resource that is binary; null if it is not, or if they are not valid base64.</summary>
    public ReadOnlyMemory<byte>? Blob
    {
        get
        {
            if (_blob is null && Json.Member("blob"u8) is var blob && JsonBase64.IsIn(blob))
            {
                _blob = JsonBase64.Decode(blob);
            }

            return _blob is null ? (ReadOnlyMemory<byte>?)null : _blob;
        }
    }
}
