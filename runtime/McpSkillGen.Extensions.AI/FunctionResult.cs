using System.Net.Http.Headers;
using System.Text.Json;
using McpSkillGen.Runtime;
using Microsoft.Extensions.AI;
using Ai = Microsoft.Extensions.AI;
using Text = McpSkillGen.Runtime.TextContent;

namespace McpSkillGen.Extensions.AI;

/// <summary>A tool's result as a model gets it.</summary>
internal static class FunctionResult
{
    /// <returns>
    /// The structured result as JSON; else a text; else the contents, images and audio as data. An error of the tool is a text, because a
    /// model can often mend its call.
    /// </returns>
    public static object Of(ToolResult result)
    {
        if (result.IsError)
        {
            return result.ErrorText;
        }

        JsonElement? structured = result.StructuredContent is { ValueKind: not JsonValueKind.Null } json ? json : null;
        if (result.Content.All(static block => block is Text))
        {
            return structured is { } value ? value : result.Text;
        }

        var contents = result.Content.Where(block => structured is null || block is not Text).Select(Of);
        return (AIContent[])(structured is { } also ? [new Ai.TextContent(also.GetRawText()), .. contents] : [.. contents]);
    }

    private static AIContent Of(ContentBlock block) => block switch
    {
        Text text => new Ai.TextContent(text.Text),
        ImageContent image => new Ai.DataContent(image.Data, Valid(image.MimeType)),
        AudioContent audio => new Ai.DataContent(audio.Data, Valid(audio.MimeType)),
        EmbeddedResource { Resource: { Blob: { } blob } resource } => new Ai.DataContent(blob, Valid(resource.MimeType)),
        EmbeddedResource { Resource.Text: { } text } => new Ai.TextContent(text),
        _ => new Ai.TextContent(block.Json.GetRawText()),
    };

    // Of a server that names none, or none that is valid, the data is still data.
    private static string Valid(string? mimeType) =>
        MediaTypeHeaderValue.TryParse(mimeType, out var parsed) && parsed.MediaType is { } type ? type : "application/octet-stream";
}
