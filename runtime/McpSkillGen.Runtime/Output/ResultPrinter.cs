using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Queries;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// Prints a tool's result: texts as they are, images and blobs as the paths of files, structured content if there is
/// nothing else. A result with <c>isError</c> goes to standard error, so that a pipe does not take it for data.
/// </summary>
internal static class ResultPrinter
{
    /// <inheritdoc cref="Render"/>
    public static ExitCode Print(ReadOnlyMemory<byte> result, string toolName, OutputOptions options) =>
        Render(result, toolName, options).Write();

    /// <summary>Decides what goes where, and saves what goes to files.</summary>
    /// <param name="result">MCP's <c>CallToolResult</c>, UTF-8 JSON. A large one is overwritten.</param>
    /// <param name="toolName">Names the files that content is saved to.</param>
    /// <param name="options">What the caller wants to see.</param>
    /// <exception cref="SkillException">Content cannot be saved, or the result is not valid JSON.</exception>
    internal static Printout Render(ReadOnlyMemory<byte> result, string toolName, OutputOptions options)
    {
        using var document = Parse(result);
        var parsed = new ToolResult(document);
        var printout = options.Query is { } query && !parsed.IsError ? RenderQuery(query, parsed, result, toolName, options)
            : options.AsJson
            ? Printout.OfJson(result, toolName, options)
            : !parsed.IsError && LargeTexts.TryUnescape(result, parsed.Json, out var texts) ? Printout.Fit(texts, "txt", toolName, options)
            : RenderContent(parsed, toolName, options);
        return printout with { ExitCode = parsed.IsError ? ExitCode.ToolFailed : ExitCode.Success };
    }

    /// <exception cref="SkillException">The result is not valid JSON.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> result) =>
        ForeignJson.TryParse(result, out var document, out var problem, ForeignJson.MaxResultDepth)
            ? document
            : throw new SkillException(ExitCode.Unreachable, $"The server's result {problem}.");

    /// <summary>A result that lacks what was asked for, in the words that did arrive.</summary>
    internal static SkillException Without(string member, JsonElement result) =>
        new(ExitCode.ToolFailed, $"The server's answer has no '{member}': {PlainLine.Excerpt(result.TextOrJson())}");

    private static Printout RenderQuery(ResultQuery query, ToolResult parsed, ReadOnlyMemory<byte> result, string toolName, OutputOptions options)
    {
        try
        {
            var picked = query.Of(parsed, options.AsJson);
            return picked is TextValue text && !options.AsJson
                ? Printout.OfText(text.Value, toolName, options)
                : Printout.OfJson(picked.ToJson(), toolName, options);
        }
        catch (QueryException e)
        {
            var path = new ContentFiles(toolName, null).SaveLines(result.Span, "json");
            throw new SkillException(ExitCode.ToolFailed, $"The tool answered, but --query cannot be applied: {e.Message} The whole result is in {path}", e);
        }
    }

    private static Printout RenderContent(ToolResult result, string toolName, OutputOptions options)
    {
        var text = new ContentText(new ContentFiles(toolName, options.File));
        foreach (var block in result.Content)
        {
            text.AppendBlock(block);
        }

        if (text.IsEmpty && result.Remainder is { ValueKind: not JsonValueKind.Undefined } remainder)
        {
            text.Append(remainder.TextOrJson());
        }

        if (result.IsError)
        {
            return new Printout(default, ToolError: text.ToString().TrimEnd('\n') is { Length: > 0 } words ? words : $"The tool '{toolName}' failed and did not say why.");
        }

        return text.ToPrintout(toolName, options);
    }
}
