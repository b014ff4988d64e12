using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// Content of MCP as text: texts as they are, images, audio and blobs as the paths of the files they were saved to, and what
/// is unknown by its name.
/// </summary>
internal sealed class ContentText(ContentFiles files)
{
    private readonly ArrayBufferWriter<byte> _text = new();

    public bool IsEmpty => _text.WrittenCount == 0;

    /// <summary>Appends one <c>ContentBlock</c>.</summary>
    /// <exception cref="SkillException">Content cannot be saved.</exception>
    public void AppendBlock(JsonElement block)
    {
        switch (JsonText.In(block, "type"u8))
        {
            case "text" when JsonText.In(block, "text"u8) is { } value:
                Append(value);
                break;
            case "image" or "audio":
                Append(SaveData(block, "data"u8));
                break;
            case "resource" when block.TryGetProperty("resource"u8, out var resource) && resource.ValueKind is JsonValueKind.Object:
                AppendResource(resource);
                break;
            case "resource_link":
                Append($"{JsonText.In(block, "uri"u8)}{(JsonText.In(block, "name"u8) is { } name ? $" ({name})" : "")}");
                break;
            case var type:
                Append($"[content of type '{type ?? "?"}' is not shown; use --json]");
                break;
        }
    }

    /// <summary>Appends one <c>ResourceContents</c>.</summary>
    /// <exception cref="SkillException">Content cannot be saved.</exception>
    public void AppendResource(JsonElement resource) => Append(JsonText.In(resource, "text"u8) ?? SaveData(resource, "blob"u8));

    /// <summary>Appends a text; every one ends its line, so that they stay apart and shells get what they expect.</summary>
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

    private string SaveData(JsonElement holder, ReadOnlySpan<byte> property) =>
        JsonText.In(holder, property) is { } base64 && files.SaveBase64(Encoding.UTF8.GetBytes(base64), JsonText.In(holder, "mimeType"u8)) is { } path
            ? path
            : "[content that is not base64 is not shown; use --json]";
}
