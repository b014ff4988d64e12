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

    protected override (string Method, string Member)[] Lists =>
        [("resources/list", "resources"), ("resources/templates/list", "resourceTemplates")];

    protected override string CompleteTakes => "a template, the name of a variable in it";

    public override bool IsListed(SkillDefinition definition) => definition.Features.HasFlag(ServerFeatures.Resources);

    protected override Func<ServerRequests, ExitCode> ReadTake(ParsedLine line, string[] words, OutputOptions output)
    {
        if (words is not [var uri])
        {
            line.Problems.Add("'resources read' takes one URI; 'resources list' shows them.");
            return static _ => ExitCode.WrongArguments;
        }

        return requests => PrintItems(
            requests.Send("resources/read", writer => writer.WriteString("uri"u8, uri)), "contents", output,
            static (text, contents) => contents.ForEach(resource => text.AppendResource(new ResourceContents(resource))));
    }

    protected override void AppendLists(StringBuilder text, List<JsonElement>[] lists)
    {
        var (resources, templates) = (lists[0], lists[1]);
        if (resources.Count > 0)
        {
            var table = new TextTable("URI", "Type", ">Size", "What");
            resources.ForEach(resource => table.Add(Text(resource, "uri"u8), Text(resource, "mimeType"u8), SizeOf(resource), Describe(resource)));
            table.AppendTo(text);
        }

        if (templates.Count > 0)
        {
            text.Append(resources.Count > 0 ? "\n" : "").Append("Templates; put values in place of {…}:\n\n");
            var table = new TextTable("URI", "Type", "What");
            templates.ForEach(template => table.Add(Text(template, "uriTemplate"u8), Text(template, "mimeType"u8), Describe(template)));
            table.AppendTo(text);
        }
    }

    private static string SizeOf(JsonElement resource) => resource.Number("size"u8) is { } size ? HumanText.Bytes((long)size) : "";

    private static string Describe(JsonElement item)
    {
        const int MaxLength = 80;
        var name = item.Text("title"u8) ?? Text(item, "name"u8);
        var description = Text(item, "description"u8).Split('\n')[0].Trim();
        return ValueCheck.Shortened(description.Length == 0 ? name : $"{name}: {description}", MaxLength);
    }

    private static string Text(JsonElement holder, ReadOnlySpan<byte> property) => holder.Text(property) ?? "";
}
