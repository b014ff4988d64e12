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
    /// <inheritdoc cref="Render"/>
    public static ExitCode Print(ReadOnlyMemory<byte> result, string toolName, OutputOptions options)
    {
        var printout = Render(result, toolName, options);
        if (printout.Output.Length > 0)
        {
            StandardStreams.Write(printout.Output.Span);
        }

        if (printout.ErrorLine is { } line)
        {
            StandardStreams.WriteErrorLine(line);
        }

        return printout.ExitCode;
    }

    /// <summary>Decides what goes where, and saves what goes to files.</summary>
    /// <param name="result">MCP's <c>CallToolResult</c>, UTF-8 JSON.</param>
    /// <param name="toolName">Names the files that content is saved to.</param>
    /// <param name="options">What the caller wants to see.</param>
    /// <exception cref="SkillException">Content cannot be saved, or the result is none.</exception>
    internal static Printout Render(ReadOnlyMemory<byte> result, string toolName, OutputOptions options)
    {
        using var document = Parse(result);
        var root = document.RootElement;
        var isError = root.ValueKind is JsonValueKind.Object
            && root.TryGetProperty("isError"u8, out var flag) && flag.ValueKind is JsonValueKind.True;
        var printout = options.AsJson
            ? Fit(WithLineEnd(result), "json", toolName, options)
            : RenderContent(root, isError, toolName, options);
        return printout with { ExitCode = isError ? ExitCode.ToolFailed : ExitCode.Success };
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> result)
    {
        try
        {
            return JsonDocument.Parse(result);
        }
        catch (JsonException e)
        {
            throw new SkillException(ExitCode.Unreachable, $"The server's result is not JSON: {JsonMistake.Find(e, result.Span)}.", e);
        }
    }

    private static Printout RenderContent(JsonElement result, bool isError, string toolName, OutputOptions options)
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
                AppendBlock(block, text, files);
            }
        }

        if (text.WrittenCount == 0
            && result.ValueKind is JsonValueKind.Object && result.TryGetProperty("structuredContent"u8, out var structured))
        {
            Append(text, structured.GetRawText());
        }

        if (isError)
        {
            return new Printout(default, text.WrittenCount == 0
                ? $"The tool '{toolName}' failed and did not say why."
                : Encoding.UTF8.GetString(text.WrittenSpan).TrimEnd('\n'));
        }

        // A single image under --output FILE is the file; its path is all there is to print.
        var isSavedContent = options.File is not null && files.HasSaved;
        return text.WrittenCount > 0
            ? Fit(text.WrittenMemory, "txt", toolName, isSavedContent ? options with { File = null } : options)
            : new Printout(default);
    }

    private static void AppendBlock(JsonElement block, IBufferWriter<byte> text, ContentFiles files)
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

    // What is meant for a file, or is more than the caller wants to read, leaves its path.
    private static Printout Fit(ReadOnlyMemory<byte> output, string extension, string toolName, OutputOptions options)
    {
        if (options.File is not null)
        {
            var path = new ContentFiles(toolName, options.File).Save(output.Span, extension);
            return new Printout(Encoding.UTF8.GetBytes(path + "\n"));
        }

        if (options.MaxBytes is { } limit && output.Length > limit)
        {
            var path = new ContentFiles(toolName, null).Save(output.Span, extension);
            var shown = CharacterBoundary(output.Span, limit);
            return new Printout(
                WithLineEnd(output[..shown]), $"{output.Length - shown} more bytes: the whole result of {output.Length} bytes is in {path}");
        }

        return new Printout(output);
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

    private static ReadOnlyMemory<byte> WithLineEnd(ReadOnlyMemory<byte> text) =>
        text.Span is [.., (byte)'\n'] ? text : (byte[])[.. text.Span, (byte)'\n'];

    private static string? TextOf(JsonElement holder, ReadOnlySpan<byte> property) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String
            ? JsonText.Of(value)
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

    /// <summary>What a result comes to.</summary>
    /// <param name="Output">For standard output; may be empty.</param>
    /// <param name="ErrorLine">For standard error.</param>
    /// <param name="ExitCode">What the executor ends with.</param>
    internal sealed record Printout(ReadOnlyMemory<byte> Output, string? ErrorLine = null, ExitCode ExitCode = ExitCode.Success);
}
