using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime;

/// <summary>
/// One block of a tool's answer: MCP's <c>ContentBlock</c>. It is a <see cref="TextContent"/>, an <see cref="ImageContent"/>, an
/// <see cref="AudioContent"/>, an <see cref="EmbeddedResource"/>, a <see cref="ResourceLink"/>, or an <see cref="OtherContent"/>.
/// Nothing that a server sends makes reading it throw.
/// </summary>
public abstract class ContentBlock
{
    private protected ContentBlock(JsonElement json) => Json = json;

    /// <summary>The block as the server sent it, with <c>annotations</c>, <c>_meta</c> and whatever else it has.</summary>
    public JsonElement Json { get; }

    /// <param name="json">A block, or what a server sends in its place.</param>
    internal static ContentBlock Of(JsonElement json) => json.Text("type"u8) switch
    {
        null when json.ValueKind is JsonValueKind.String => new TextContent(json, json.AsText()),
        null or "text" when json.Text("text"u8) is { } text => new TextContent(json, text),
        "image" when JsonBase64.IsIn(json.Member("data"u8)) => new ImageContent(json),
        "audio" when JsonBase64.IsIn(json.Member("data"u8)) => new AudioContent(json),
        "resource" when json.Member("resource"u8) is { ValueKind: JsonValueKind.Object or JsonValueKind.String } resource =>
            new EmbeddedResource(json, new ResourceContents(resource)),
        "resource_link" when json.Text("uri"u8) is { } uri => new ResourceLink(json, uri),
        var type => new OtherContent(json, type),
    };
}

/// <summary>MCP's <c>TextContent</c>.</summary>
public sealed class TextContent : ContentBlock
{
    internal TextContent(JsonElement json, string text)
        : base(json) => Text = text;

    /// <summary>The text, with U+FFFD in place of halves of surrogate pairs.</summary>
    public string Text { get; }
}

/// <summary>Data with a type: an <see cref="ImageContent"/> or an <see cref="AudioContent"/>.</summary>
public abstract class DataContent : ContentBlock
{
    private byte[]? _data;

    private protected DataContent(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The decoded bytes.</summary>
    public ReadOnlyMemory<byte> Data => _data ??= JsonBase64.Decode(Json.Member("data"u8));

    /// <summary>What the data is: <c>image/png</c>. The specification requires it; null if the server left it out.</summary>
    public string? MimeType => Json.Text("mimeType"u8);
}

/// <summary>MCP's <c>ImageContent</c>.</summary>
public sealed class ImageContent : DataContent
{
    internal ImageContent(JsonElement json)
        : base(json)
    {
    }
}

/// <summary>MCP's <c>AudioContent</c>.</summary>
public sealed class AudioContent : DataContent
{
    internal AudioContent(JsonElement json)
        : base(json)
    {
    }
}

/// <summary>MCP's <c>EmbeddedResource</c>: a resource with its contents.</summary>
public sealed class EmbeddedResource : ContentBlock
{
    internal EmbeddedResource(JsonElement json, ResourceContents resource)
        : base(json) => Resource = resource;

    /// <summary>The resource.</summary>
    public ResourceContents Resource { get; }
}

/// <summary>MCP's <c>ResourceLink</c>: a resource that can be read from the server.</summary>
public sealed class ResourceLink : ContentBlock
{
    internal ResourceLink(JsonElement json, string uri)
        : base(json) => Uri = uri;

    /// <summary>Where the resource is, as the server spells it.</summary>
    public string Uri { get; }

    /// <summary>The resource's name; null if the server left it out.</summary>
    public string? Name => Json.Text("name"u8);

    /// <summary>Its name for people, if any.</summary>
    public string? Title => Json.Text("title"u8);

    /// <summary>What it is, if the server says so.</summary>
    public string? Description => Json.Text("description"u8);

    /// <summary>Its type, if known.</summary>
    public string? MimeType => Json.Text("mimeType"u8);

    /// <summary>Its size in bytes, before any encoding, if known.</summary>
    public long? Size => Json.Member("size"u8) is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out var bytes) ? bytes : null;
}

/// <summary>
/// A block of a type that this version does not know, or one that lacks what its type requires: an image that is not valid
/// base64, for example. All of it is in <see cref="ContentBlock.Json"/>.
/// </summary>
public sealed class OtherContent : ContentBlock
{
    internal OtherContent(JsonElement json, string? type)
        : base(json) => Type = type;

    /// <summary>What the server calls the block; null if it does not say.</summary>
    public string? Type { get; }

    /// <summary>The text that it has nevertheless, if any.</summary>
    public string? Text => Json.Text("text"u8);
}
