using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// MCP content as text: texts as they are; images, audio and blobs as the paths of their files; unknown content by its
/// type.
/// </summary>
internal sealed class ContentText(ContentFiles files)
{
    private const string NotBase64 = "[content that is not base64 is not shown; use --json]";

    private readonly ArrayBufferWriter<byte> _text = new();

    public bool IsEmpty => _text.WrittenCount == 0;

    /// <exception cref="SkillException">Content cannot be saved.</exception>
    public void AppendBlock(ContentBlock block) => Append(block switch
    {
        TextContent { Text: var text } => text,
        DataContent data => files.SaveContent(data.Data.Span, data.MimeType),
        EmbeddedResource { Resource: var resource } => TextOf(resource),
        ResourceLink link => $"{link.Uri}{(link.Name is { } name ? $" ({name})" : "")}",
        OtherContent { Text: { } text } => text,
        OtherContent { Type: "image" or "audio" } => NotBase64,
        OtherContent { Type: { } type and not ("text" or "resource" or "resource_link") } => $"[content of type '{type}' is not shown; use --json]",
        _ => block.Json.GetRawText(),
    });

    /// <exception cref="SkillException">Content cannot be saved.</exception>
    public void AppendResource(ResourceContents resource) => Append(TextOf(resource));

    /// <summary>Appends a text and ends its line, which separates texts and is what shells expect.</summary>
    public void Append(string value)
    {
        Encoding.UTF8.GetBytes(value, _text);
        if (!value.EndsWith('\n'))
        {
            _text.Write("\n"u8);
        }
    }

    /// <inheritdoc cref="Printout.Fit"/>
    public Printout ToPrintout(string name, OutputOptions options)
    {
        // A single image under --output FILE is the file; its path is all there is to print.
        var isSavedContent = options.File is not null && files.HasSaved;
        return IsEmpty
            ? new Printout(default)
            : Printout.Fit(_text.WrittenMemory, "txt", name, isSavedContent ? options with { File = null } : options);
    }

    public override string ToString() => Encoding.UTF8.GetString(_text.WrittenSpan);

    private string TextOf(ResourceContents resource) => resource switch
    {
        { Text: { } text } => text,
        { Blob: { } blob } => files.SaveContent(blob.Span, resource.MimeType),
        _ when resource.Json.Member("blob"u8).ValueKind is JsonValueKind.String => NotBase64,
        _ => resource.Json.GetRawText(),
    };
}
