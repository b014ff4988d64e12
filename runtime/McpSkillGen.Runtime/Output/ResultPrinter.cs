using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// Prints a tool's result: texts as they are, images and blobs as the paths of files, structured content where there is
/// nothing else. A result with <c>isError</c> goes to standard error, so that a pipe never takes it for data.
/// </summary>
internal static class ResultPrinter
{
    /// <inheritdoc cref="Render"/>
    public static ExitCode Print(ReadOnlyMemory<byte> result, string toolName, OutputOptions options) =>
        Render(result, toolName, options).Write();

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
            ? Printout.OfJson(result, toolName, options)
            : RenderContent(root, isError, toolName, options);
        return printout with { ExitCode = isError ? ExitCode.ToolFailed : ExitCode.Success };
    }

    /// <exception cref="SkillException">The result is not JSON.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> result)
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
        var text = new ContentText(new ContentFiles(toolName, options.File));
        var blocks = result.ValueKind is JsonValueKind.Object
            && result.TryGetProperty("content"u8, out var content) && content.ValueKind is JsonValueKind.Array
                ? content
                : default;
        if (blocks.ValueKind is JsonValueKind.Array)
        {
            foreach (var block in blocks.EnumerateArray())
            {
                text.AppendBlock(block);
            }
        }

        if (text.IsEmpty
            && result.ValueKind is JsonValueKind.Object && result.TryGetProperty("structuredContent"u8, out var structured))
        {
            text.Append(structured.GetRawText());
        }

        if (isError)
        {
            return new Printout(default, text.IsEmpty ? $"The tool '{toolName}' failed and did not say why." : text.ToString().TrimEnd('\n'));
        }

        return text.ToPrintout(toolName, options);
    }
}
