using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>resources</c>: what the server has to read (MCP resources).</summary>
internal sealed class ResourcesCommand : OfferCommand
{
    public override string Name => CommandNames.Resources;

    public override CommandHelp Help => new("resources [list | read URI]", "read what the server offers as resources")
    {
        Verbs =
        [
            new("list", "the resources, and templates of their URIs"),
            new("read URI", "texts as they are, anything else as the path of a file"),
            new("complete TEMPLATE VARIABLE [BEGINNING]", "the values that the server suggests for a template's variable"),
        ],
    };

    protected override string TakeVerb => "read";

    protected override (string Type, string Member) Reference => ("ref/resource", "uri");

    protected override string CompleteTakes => "a template, the name of a variable in it";

    public override bool IsListed(SkillDefinition definition) => definition.Features.HasFlag(ServerFeatures.Resources);

    protected override Func<ServerRequests, ExitCode> ReadTake(ParsedLine line, string[] words, OutputOptions output)
    {
        if (words is not [var uri])
        {
            line.Problems.Add("'resources read' takes one URI; 'resources list' shows them.");
            return static _ => ExitCode.WrongArguments;
        }

        return requests => RenderContents(requests.Send("resources/read", writer => writer.WriteString("uri"u8, uri)), output).Write();
    }

    protected override ExitCode List(ServerRequests requests, OutputOptions output)
    {
        var resources = requests.List("resources/list", "resources");
        var templates = requests.List("resources/templates/list", "resourceTemplates");
        if (output.AsJson)
        {
            return Printout.OfJson(AsJson(resources, templates), "resources", output).Write();
        }

        var text = new StringBuilder();
        if (resources.Count > 0)
        {
            var table = new TextTable("URI", "Type", ">Size", "What");
            foreach (var resource in resources)
            {
                table.Add(Text(resource, "uri"u8), Text(resource, "mimeType"u8), SizeOf(resource), Describe(resource));
            }

            table.AppendTo(text);
        }

        if (templates.Count > 0)
        {
            text.Append(resources.Count > 0 ? "\nTemplates; put values in place of {…}:\n\n" : "Templates; put values in place of {…}:\n\n");
            var table = new TextTable("URI", "Type", "What");
            foreach (var template in templates)
            {
                table.Add(Text(template, "uriTemplate"u8), Text(template, "mimeType"u8), Describe(template));
            }

            table.AppendTo(text);
        }

        return Printout.Fit(Encoding.UTF8.GetBytes(text.Length > 0 ? text.ToString() : "The server offers no resources.\n"), "txt", "resources", output).Write();
    }

    /// <summary>The contents of a resource: texts as they are, blobs as the paths of files.</summary>
    internal static Printout RenderContents(ReadOnlyMemory<byte> result, OutputOptions output)
    {
        if (output.AsJson)
        {
            return Printout.OfJson(result, "resource", output);
        }

        using var document = ResultPrinter.Parse(result);
        if (document.RootElement.ValueKind is not JsonValueKind.Object
            || !document.RootElement.TryGetProperty("contents"u8, out var contents) || contents.ValueKind is not JsonValueKind.Array)
        {
            throw new SkillException(ExitCode.ToolFailed, "The server's answer has no 'contents'; use --json to see it.");
        }

        var text = new ContentText(new ContentFiles("resource", output.File));
        foreach (var resource in contents.EnumerateArray())
        {
            text.AppendResource(new ResourceContents(resource));
        }

        return text.ToPrintout("resource", output);
    }

    private static byte[] AsJson(IReadOnlyList<JsonElement> resources, IReadOnlyList<JsonElement> templates)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance }))
        {
            writer.WriteStartObject();
            WriteItems(writer, "resources", resources);
            WriteItems(writer, "resourceTemplates", templates);
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    private static void WriteItems(Utf8JsonWriter writer, string name, IReadOnlyList<JsonElement> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private static string SizeOf(JsonElement resource) =>
        resource.TryGetProperty("size"u8, out var size) && size.ValueKind is JsonValueKind.Number && size.TryGetInt64(out var bytes)
            ? HumanText.Bytes(bytes)
            : "";

    private static string Describe(JsonElement item)
    {
        const int MaxLength = 80;
        var name = JsonText.In(item, "title"u8) ?? Text(item, "name"u8);
        var description = Text(item, "description"u8).Split('\n')[0].Trim();
        return ValueCheck.Shortened(description.Length == 0 ? name : $"{name}: {description}", MaxLength);
    }

    private static string Text(JsonElement holder, ReadOnlySpan<byte> property) => JsonText.In(holder, property) ?? "";
}
