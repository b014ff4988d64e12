using System.Text;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Tests.Output;

public sealed class ResultPrinterTests : IDisposable
{
    private static readonly OutputOptions Plain = new();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"hi"}]}""", "hi\n")]
    [InlineData("""{"content":[{"type":"text","text":"hi\n"}]}""", "hi\n")]
    [InlineData("""{"content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}""", "one\ntwo\n")]
    [InlineData("""{"content":[{"type":"text","text":"cut \ud83d"}]}""", "cut \uFFFD\n")]
    [InlineData("""{"content":[{"type":"text","text":"shown"}],"structuredContent":{"not":"shown"}}""", "shown\n")]
    [InlineData("""{"content":[],"structuredContent":{"n":1.10}}""", "{\"n\":1.10}\n")]
    [InlineData("""{"structuredContent":[1,2]}""", "[1,2]\n")]
    [InlineData("""{"content":[{"type":"resource","resource":{"uri":"a://b","text":"inside"}}]}""", "inside\n")]
    [InlineData("""{"content":[{"type":"resource_link","uri":"a://b","name":"B"},{"type":"resource_link","uri":"a://c"}]}""", "a://b (B)\na://c\n")]
    [InlineData("""{"content":[{"type":"hologram"},7,{}]}""", "[content of type 'hologram' is not shown; use --json]\n7\n{}\n")]
    [InlineData("""{"content":[{"type":"image","data":"%%%"},{"type":"audio"}]}""", "[content that is not base64 is not shown; use --json]\n[content that is not base64 is not shown; use --json]\n")]
    [InlineData("""{"content":[]}""", "")]
    [InlineData("""{"content":[],"_meta":{"a":1},"isError":false,"structuredContent":null}""", "")]
    public void Content_is_printed_a_line_for_each_block(string result, string expected)
    {
        var printed = Render(result, Plain);

        Assert.Equal(expected, Text(printed));
        Assert.Equal((null, ExitCode.Success), (printed.ToolError, printed.ExitCode));
    }

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"hi"}],"\ud83d\ud83d":1}""", "hi\n")]
    [InlineData("""{"\udc00":1,"content":[{"\ud83d":{},"type":"text","text":"hi"}]}""", "hi\n")]
    [InlineData("""{"content":[{"type":"text","text":"one","text":"two"}],"content":[{"type":"text","text":"three"}]}""", "three\n")]
    [InlineData("""{"content":"a text"}""", "a text\n")]
    [InlineData("""{"content":{"type":"text","text":"one block"}}""", "one block\n")]
    [InlineData("""{"content":["a","b"]}""", "a\nb\n")]
    [InlineData("""{"content":[{"text":"no type"},{"type":7,"text":"odd type"},{"type":"markdown","text":"# new"}]}""", "no type\nodd type\n# new\n")]
    [InlineData("""{"content":[{"type":"text","text":42}]}""", "{\"type\":\"text\",\"text\":42}\n")]
    [InlineData("""{"content":[{"type":"resource","resource":{"uri":"a:b"}},{"type":"resource","resource":"a"},{"type":"resource"}]}""", "{\"uri\":\"a:b\"}\na\n{\"type\":\"resource\"}\n")]
    [InlineData("""{"content":[{"type":"resource_link"}]}""", "{\"type\":\"resource_link\"}\n")]
    [InlineData("""{"content":[],"result":5}""", "{\"content\":[],\"result\":5}\n")]
    [InlineData("""{"content":5}""", "{\"content\":5}\n")]
    [InlineData("""{"toolResult":{"n":1}}""", "{\"n\":1}\n")]
    [InlineData("""{"toolResult":"done"}""", "done\n")]
    [InlineData("""{"structuredContent":{"text":"t","n":1}}""", "{\"text\":\"t\",\"n\":1}\n")]
    [InlineData("""{"structuredContent":"a text"}""", "a text\n")]
    [InlineData("{}", "{}\n")]
    [InlineData("""{"task":{"taskId":"7"}}""", "{\"task\":{\"taskId\":\"7\"}}\n")]
    [InlineData("\"a text\"", "a text\n")]
    [InlineData("5", "5\n")]
    [InlineData("[1,2]", "[1,2]\n")]
    [InlineData("true", "true\n")]
    [InlineData("null", "null\n")]
    public void Whatever_a_server_sends_in_place_of_content_is_shown(string result, string expected)
    {
        var printed = Render(result, Plain);

        Assert.Equal(expected, Text(printed));
        Assert.Equal((null, ExitCode.Success), (printed.ToolError, printed.ExitCode));
    }

    public static TheoryData<string> BlockTypes => [.. typeof(ContentBlock).Assembly.GetTypes()
        .Where(static type => type.IsSubclassOf(typeof(ContentBlock)) && !type.IsAbstract).Select(static type => type.Name)];

    [Theory]
    [MemberData(nameof(BlockTypes))]
    public void Every_type_of_content_is_read_and_is_not_printed_as_JSON(string type)
    {
        var block = type switch
        {
            nameof(TextContent) => """{"type":"text","text":"hi"}""",
            nameof(ImageContent) => """{"type":"image","data":"YQ=="}""",
            nameof(AudioContent) => """{"type":"audio","data":"YQ=="}""",
            nameof(EmbeddedResource) => """{"type":"resource","resource":{"uri":"a:b","text":"inside"}}""",
            nameof(ResourceLink) => """{"type":"resource_link","uri":"a:b"}""",
            nameof(OtherContent) => """{"type":"hologram"}""",
            _ => throw new InvalidOperationException($"{type} is new: add a block of it."),
        };
        var result = $$"""{"content":[{{block}}]}""";

        Assert.Equal(type, Assert.Single(ToolResult.Parse(result).Content).GetType().Name);
        Assert.DoesNotContain(block, Text(Render(result, Plain with { File = _folder["out"] })), StringComparison.Ordinal);
        Assert.Contains($"`{type}`", File.ReadAllText(Repository.PathOf("docs/typed-client.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_may_be_nested_a_thousand_levels()
    {
        var nested = new string('[', 999) + new string(']', 999);

        Assert.Equal(nested + "\n", Text(Render($$"""{"structuredContent":{{nested}}}""", Plain)));
    }

    [Theory]
    [InlineData("""{"isError":true,"content":[{"type":"text","text":"no such file\n"}]}""", "no such file")]
    [InlineData("""{"isError":true,"content":[]}""", "The tool 'tool' failed and did not say why.")]
    [InlineData("""{"isError":true}""", "The tool 'tool' failed and did not say why.")]
    [InlineData("""{"isError":true,"content":""}""", "The tool 'tool' failed and did not say why.")]
    [InlineData("""{"isError":"true","content":"a text"}""", "a text")]
    [InlineData("""{"isError":1,"content":[{"text":"x"}]}""", "x")]
    [InlineData("""{"isError":false,"isError":true,"reason":"x"}""", """{"isError":false,"isError":true,"reason":"x"}""")]
    public void An_error_of_the_tool_goes_to_standard_error_alone(string result, string line)
    {
        var printed = Render(result, Plain with { File = _folder["out"] });

        Assert.Equal("", Text(printed));
        Assert.Equal((line, ExitCode.ToolFailed), (printed.ToolError, printed.ExitCode));
        Assert.False(File.Exists(_folder["out"]));
    }

    [Theory]
    [InlineData("""{ "content":[],  "x":1.10 }""", ExitCode.Success)]
    [InlineData("""{"isError":true}""", ExitCode.ToolFailed)]
    [InlineData("""{"\ud83d":"\udc00","a":1,"a":2,"isError":false}""", ExitCode.Success)]
    public void Json_is_the_servers_own_bytes(string result, ExitCode exitCode)
    {
        var printed = Render(result, Plain with { AsJson = true });

        Assert.Equal(result + "\n", Text(printed));
        Assert.Equal(exitCode, printed.ExitCode);
    }

    [Theory]
    [InlineData("image/png", "png")]
    [InlineData("image/jpeg", "jpg")]
    [InlineData("image/svg+xml; charset=utf-8", "svg")]
    [InlineData("audio/mpeg", "mp3")]
    [InlineData("application/octet-stream", "bin")]
    [InlineData("image/../../etc/passwd", "bin")]
    [InlineData("image/..%2f", "2f")]
    [InlineData("nonsense", "bin")]
    public void Images_become_files_of_their_kind_and_their_paths_are_printed(string mimeType, string extension)
    {
        var printed = Render($$"""{"content":[{"type":"image","data":"aGVsbG8=","mimeType":"{{mimeType}}"}]}""", Plain);

        var path = Text(printed).TrimEnd('\n');
        Assert.Equal($"tool-1.{extension}", Path.GetFileName(path));
        Assert.Equal("hello", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void A_file_that_the_caller_names_gets_the_text_and_its_path_is_printed()
    {
        var printed = Render("""{"content":[{"type":"text","text":"hi"}]}""", Plain with { File = _folder["out"] });

        Assert.Equal(_folder["out"] + "\n", Text(printed));
        Assert.Equal("hi\n", File.ReadAllText(_folder["out"]));
    }

    [Fact]
    public void A_file_that_the_caller_names_gets_the_image_and_further_ones_are_numbered()
    {
        var printed = Render(
            """{"content":[{"type":"text","text":"two"},{"type":"image","data":"YQ=="},{"type":"resource","resource":{"uri":"x:y","blob":"Yg=="}}]}""",
            Plain with { File = _folder["out.png"] });

        Assert.Equal($"two\n{_folder["out.png"]}\n{_folder["out-2.png"]}\n", Text(printed));
        Assert.Equal(("a", "b"), (File.ReadAllText(_folder["out.png"]), File.ReadAllText(_folder["out-2.png"])));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told_with_the_way_out()
    {
        var refusal = Assert.Throws<SkillException>(() => Render("""{"structuredContent":1}""", Plain with { File = _folder["no/folder/out"] }));

        Assert.Equal(ExitCode.WrongEnvironment, refusal.ExitCode);
        Assert.StartsWith("The tool ran, but its output could not be saved: ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Name another place with --output FILE.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, "héllo\n", 7)]
    [InlineData(7, "héllo\n", 6)]
    [InlineData(2, "h\n", 12)]
    [InlineData(1, "h\n", 12)]
    public void More_than_the_caller_wants_to_read_is_cut_between_characters_and_kept_in_a_file(int limit, string shown, int rest)
    {
        const string Result = """{"content":[{"type":"text","text":"héllo\nworld"}]}""";

        var printed = Render(Result, Plain with { MaxBytes = limit });

        Assert.Equal(shown, Text(printed));
        Assert.StartsWith($"{rest} more bytes: the whole result of 13 bytes is in ", printed.ErrorLine, StringComparison.Ordinal);
        var path = printed.ErrorLine![(printed.ErrorLine!.IndexOf(" is in ", StringComparison.Ordinal) + 7)..];
        Assert.Equal("héllo\nworld\n", File.ReadAllText(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void What_fits_is_not_cut() =>
        Assert.Equal("hello\n", Text(Render("""{"content":[{"type":"text","text":"hello"}]}""", Plain with { MaxBytes = 6 })));

    [Fact]
    public void A_result_that_is_not_json_is_told()
    {
        var refusal = Assert.Throws<SkillException>(() => Render("{oops", Plain));

        Assert.Equal("The server's result is not valid JSON: 'o' is not expected here (line 1, column 2).", refusal.Message);
    }

    private static Printout Render(string result, OutputOptions options) =>
        ResultPrinter.Render(Encoding.UTF8.GetBytes(result), "tool", options);

    private static string Text(Printout printed) => Encoding.UTF8.GetString(
        [.. printed.Output.Span, .. printed.Output.IsEmpty ? [] : StandardStreams.MissingLineEnd(printed.Output.Span)]);
}
