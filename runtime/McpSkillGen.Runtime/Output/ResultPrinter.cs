using System.Buffers;
using System.Text;
using System.Text.Json;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// Prints a tool's result: texts as they are, images and blobs as the paths of files, structured content where there is
/// nothing else. A result with <c>isError</c> goes to standard error, so that a pipe never takes it for data.
/// </summary>
internal static class ResultPrinter
{
    /// <param name="result">MCP's <c>CallToolResult</c>, UTF-8 JSON.</param>
    /// <param name="toolName">Names the files that content is saved to.</param>
    /// <param name="options">What the caller wants to see.</param>
    /// <exception cref="SkillException">Content cannot be saved, or the result is none.</exception>
    public static ExitCode Print(ReadOnlyMemory<byte> result, string toolName, OutputOptions options)
    {
        using var document = Parse(result);
        var root = document.RootElement;
        var isError = root.ValueKind is JsonValueKind.Object
            && root.TryGetProperty("isError"u8, out var flag) && flag.ValueKind is JsonValueKind.True;
        if (options.AsJson)
        {
            Emit(WithLineEnd(result.Span), "json", toolName, options);
        }
        else
        {
            PrintContent(root, isError, toolName, options);
        }

        return isError ? ExitCode.ToolFailed : ExitCode.Success;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> result)
    {
        try
        {
            return JsonDocument.Parse(result);
        }
        catch (JsonException e)
        {
            throw new SkillException(ExitCode.Unreachable, $"The server's result is not JSON: {e.Message}", e);
        }
    }

    private static void PrintContent(JsonElement result, bool isError, string toolName, OutputOptions options)
    {
        var text = new ArrayBufferWriter<byte>();
        var files = new ContentFiles(toolName, options.File);
        var blocks = result.ValueKind is JsonValueKind.Object
            && result.TryGetProperty("content"u8, out var content) && content.ValueKind is JsonValueKind.Array
                ? content
                : default;
        if (blocks.ValueKind is JsonValueKind.Array)
        {
            foreach (var block in blocks.EnumerateArray())
            {
                PrintBlock(block, text, files);
            }
        }

        if (text.WrittenCount == 0
            && result.ValueKind is JsonValueKind.Object && result.TryGetProperty("structuredContent"u8, out var structured))
        {
            Append(text, structured.GetRawText());
        }

        if (isError)
        {
            StandardStreams.WriteErrorLine(
                text.WrittenCount == 0
                    ? $"The tool '{toolName}' failed and did not say why."
                    : Encoding.UTF8.GetString(text.WrittenSpan).TrimEnd('\n'));
        }
        else if (text.WrittenCount > 0)
        {
            // A single image under --output FILE is the file; its path is all there is to print.
            var isSavedContent = options.File is not null && files.HasSaved;
            Emit(text.WrittenSpan, "txt", toolName, isSavedContent ? options with { File = null } : options);
        }
    }

    private static void PrintBlock(JsonElement block, IBufferWriter<byte> text, ContentFiles files)
    {
        switch (TextOf(block, "type"u8))
        {
            case "text" when TextOf(block, "text"u8) is { } value:
                Append(text, value);
                break;
            case "image" or "audio":
                Append(text, SaveData(block, "data"u8, files));
                break;
            case "resource" when block.TryGetProperty("resource"u8, out var resource) && resource.ValueKind is JsonValueKind.Object:
                Append(text, TextOf(resource, "text"u8) ?? SaveData(resource, "blob"u8, files));
                break;
            case "resource_link":
                Append(text, $"{TextOf(block, "uri"u8)}{(TextOf(block, "name"u8) is { } name ? $" ({name})" : "")}");
                break;
            case var type:
                Append(text, $"[content of type '{type ?? "?"}' is not shown; use --json]");
                break;
        }
    }

    private static string SaveData(JsonElement holder, ReadOnlySpan<byte> property, ContentFiles files) =>
        TextOf(holder, property) is { } base64 && files.SaveBase64(Encoding.UTF8.GetBytes(base64), TextOf(holder, "mimeType"u8)) is { } path
            ? path
            : "[content that is not base64 is not shown; use --json]";

    private static void Emit(ReadOnlySpan<byte> output, string extension, string toolName, OutputOptions options)
    {
        if (options.File is not null)
        {
            var path = new ContentFiles(toolName, options.File).Save(output, extension);
            StandardStreams.Write(Encoding.UTF8.GetBytes(path + "\n"));
            return;
        }

        if (options.MaxBytes is { } limit && output.Length > limit)
        {
            var path = new ContentFiles(toolName, null).Save(output, extension);
            StandardStreams.Write(WithLineEnd(output[..CharacterBoundary(output, limit)]));
            StandardStreams.WriteErrorLine($"{output.Length - limit} more bytes: the whole result of {output.Length} bytes is in {path}");
            return;
        }

        StandardStreams.Write(output);
    }

    // The last character must not be cut in half: step back over UTF-8 continuation bytes.
    private static int CharacterBoundary(ReadOnlySpan<byte> text, int limit)
    {
        while (limit > 0 && (text[limit] & 0xC0) == 0x80)
        {
            limit--;
        }

        return limit;
    }

    private static ReadOnlySpan<byte> WithLineEnd(ReadOnlySpan<byte> text) =>
        text is [.., (byte)'\n'] ? text : (byte[])[.. text, (byte)'\n'];

    private static string? TextOf(JsonElement holder, ReadOnlySpan<byte> property) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    // Every block ends its line, so that blocks stay apart and shells get what they expect.
    private static void Append(IBufferWriter<byte> text, string value)
    {
        Encoding.UTF8.GetBytes(value, text);
        if (!value.EndsWith('\n'))
        {
            text.Write("\n"u8);
        }
    }
}
