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

    /// <summary>Appends one <c>ContentBlock</c>, or what a server sends in its place.</summary>
    /// <exception cref="SkillException">Content cannot be saved.</exception>
    public void AppendBlock(JsonElement block)
    {
        switch (JsonText.In(block, "type"u8))
        {
            case "image" or "audio":
                Append(SaveData(block, "data"u8));
                break;
            case "resource" when ForeignJson.MemberIn(block, "resource"u8) is { ValueKind: not JsonValueKind.Undefined } resource:
                AppendResource(resource);
                break;
            case "resource_link" when JsonText.In(block, "uri"u8) is { } uri:
                Append($"{uri}{(JsonText.In(block, "name"u8) is { } name ? $" ({name})" : "")}");
                break;
            case var type when ToolResult.TextOf(block) is null && type is not (null or "text" or "resource" or "resource_link"):
                Append($"[content of type '{type}' is not shown; use --json]");
                break;
            default:
                AppendText(block);
                break;
        }
    }

    /// <summary>Appends one <c>ResourceContents</c>, or what a server sends in its place.</summary>
    /// <exception cref="SkillException">Content cannot be saved.</exception>
    public void AppendResource(JsonElement resource)
    {
        if (ToolResult.TextOf(resource) is null && ForeignJson.MemberIn(resource, "blob"u8).ValueKind is JsonValueKind.String)
        {
            Append(SaveData(resource, "blob"u8));
        }
        else
        {
            AppendText(resource);
        }
    }

    /// <summary>Appends the text that a value is or has, or its JSON.</summary>
    public void AppendText(JsonElement value) => Append(ToolResult.TextOf(value) ?? value.GetRawText());

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
