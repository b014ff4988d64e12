using System.Text;
using McpSkillGen.Runtime;

namespace TypedClient.Tests;

/// <summary>A result's content, typed: MCP's five kinds of blocks, and whatever else servers send.</summary>
public sealed class ContentTests
{
    [Fact]
    public void Every_kind_of_block_has_its_type()
    {
        var result = ToolResult.Parse("""
            {"content":[
              {"type":"text","text":"one"},
              {"type":"image","data":"aGk=","mimeType":"image/png"},
              {"type":"audio","data":"aGk\u003d","mimeType":"audio/wav"},
              {"type":"resource","resource":{"uri":"file:///a","mimeType":"text/plain","text":"inside"}},
              {"type":"resource","resource":{"uri":"file:///b","blob":"aGk="}},
              {"type":"resource_link","uri":"file:///c","name":"c","title":"C","description":"A file.","mimeType":"text/x-c","size":12},
              {"type":"hologram","text":"shown anyway","depth":3},
              {"type":"text","text":"two","annotations":{"priority":1}}]}
            """);

        Assert.Equal(
            [
                typeof(TextContent),
                typeof(ImageContent),
                typeof(AudioContent),
                typeof(EmbeddedResource),
                typeof(EmbeddedResource),
                typeof(ResourceLink),
                typeof(OtherContent),
                typeof(TextContent),
            ],
            result.Content.Select(static block => block.GetType()));
        Assert.Equal("one\nshown anyway\ntwo", result.Text);
        Assert.Equal(("hi", "image/png"), (Text(result.Images.Single().Data), result.Images.Single().MimeType));
        Assert.Equal(("hi", "audio/wav"), (Text(result.Audio.Single().Data), result.Audio.Single().MimeType));
        Assert.Equal([("file:///a", "inside", null), ("file:///b", null, "hi")], result.Resources.Select(static resource => (resource.Uri, resource.Text, Text(resource.Blob))));
        var link = result.ResourceLinks.Single();
        Assert.Equal(("file:///c", "c", "C", "A file.", "text/x-c", 12L), (link.Uri, link.Name, link.Title, link.Description, link.MimeType, link.Size));
        Assert.Equal(3, result.Content.OfType<OtherContent>().Single().Json.GetProperty("depth").GetInt32());
        Assert.Equal(1, result.Content[^1].Json.GetProperty("annotations").GetProperty("priority").GetInt32());
    }

    [Theory]
    [InlineData("""{"type":"image","data":"%%%"}""", "image")]
    [InlineData("""{"type":"image","data":7}""", "image")]
    [InlineData("""{"type":"audio"}""", "audio")]
    [InlineData("""{"type":"text"}""", "text")]
    [InlineData("""{"type":"text","text":7}""", "text")]
    [InlineData("""{"type":"resource"}""", "resource")]
    [InlineData("""{"type":"resource_link","uri":null}""", "resource_link")]
    [InlineData("""{"type":7}""", null)]
    [InlineData("""{"\ud83d":1}""", null)]
    [InlineData("7", null)]
    [InlineData("null", null)]
    [InlineData("[[]]", null)]
    public void A_block_that_is_not_what_it_says_is_kept_as_it_is(string json, string? type)
    {
        var result = ToolResult.Parse($$"""{"content":[{{json}}]}""");

        Assert.Equal(type, Assert.IsType<OtherContent>(Assert.Single(result.Content)).Type);
        Assert.Equal("", result.Text);
        Assert.Empty(result.Images);
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("""{"content":null}""", "")]
    [InlineData("""{"content":"a text"}""", "a text")]
    [InlineData("""{"content":{"type":"text","text":"one block"}}""", "one block")]
    [InlineData("""{"content":["a",{"text":"b"}]}""", "a\nb")]
    [InlineData("""{"content":[{"type":"text","text":"cut \ud83d"}]}""", "cut \uFFFD")]
    public void Text_is_what_there_is_of_it(string json, string text) => Assert.Equal(text, ToolResult.Parse(json).Text);

    [Theory]
    [InlineData("""{"uri":"a:b","blob":"%"}""")]
    [InlineData("""{"blob":null}""")]
    [InlineData("{}")]
    public void A_resource_without_contents_has_none(string json)
    {
        var resource = ToolResult.Parse($$"""{"content":[{"type":"resource","resource":{{json}}}]}""").Resources.Single();

        Assert.Equal((null, null), (resource.Text, Text(resource.Blob)));
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Text(some) : null;
}
