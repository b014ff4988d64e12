using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Commands;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Terminal;

namespace McpSkillGen.Runtime.Tests.Commands;

/// <summary>What a server answers about resources, prompts and completion, and what it asks, almost right.</summary>
public sealed class OfferFuzzTests
{
    private const int PerSeed = 12_000;

    private static readonly OutputOptions Plain = new();

    public static TheoryData<string> Contents =>
    [
        """{"contents":[{"uri":"a:b","text":"one"},{"uri":"a:c","mimeType":"text/plain","text":"tw\u00f6"}],"_meta":{}}""",
        """{"contents":[{"uri":"a:b","blob":"%%%"}]}""",
    ];

    public static TheoryData<string> Messages =>
    [
        """{"description":"d","messages":[{"role":"user","content":{"type":"text","text":"hi"}},{"role":"assistant","content":{"type":"image","data":"%"}}]}""",
        """{"messages":[{"role":"user","content":{"type":"resource","resource":{"uri":"a:b","text":"inside"}}}]}""",
    ];

    public static TheoryData<string> Values => ["""{"completion":{"values":["Paris","Parma"],"total":3,"hasMore":true}}"""];

    public static TheoryData<string> Pages =>
    [
        """{"resources":[{"uri":"a:b","name":"n","title":"t","description":"d","mimeType":"m","size":5}],"nextCursor":"2"}""",
        """{"prompts":[{"name":"p","title":"t","description":"d\ne","arguments":[{"name":"x","description":"d","required":true}]}],"nextCursor":""}""",
    ];

    public static TheoryData<string> Questions =>
    [
        """{"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","default":"x"},"kind":{"enum":["a"]},"many":{"type":"array","items":{"anyOf":[{"const":"a","title":"A"}]},"maxItems":2}},"required":["name"]}}""",
        """{"mode":"url","url":"https://example.com","message":"Open."}""",
    ];

    [Theory]
    [MemberData(nameof(Contents))]
    public void Contents_of_a_resource_are_printed_or_refused(string seed) =>
        ForEach(seed, static result => Render(result, "contents"u8, ResourcesCommand.RenderContents));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Messages_of_a_prompt_are_printed_or_refused(string seed) =>
        ForEach(seed, static result => Render(result, "messages"u8, PromptsCommand.RenderMessages));

    [Theory]
    [MemberData(nameof(Values))]
    public void Suggested_values_are_printed_or_refused(string seed) =>
        ForEach(seed, static result => Render(result, ""u8, OfferCommand.RenderValues));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_of_a_list_is_shown_or_refused(string seed) => ForEach(seed, result =>
    {
        var member = seed.Contains("prompts", StringComparison.Ordinal) ? "prompts" : "resources";
        var list = new PagedList(member);
        ServerRequests.AddPage(list, result, member);
        Assert.True(list.NextPage is not { } next || ForeignJson.TryParse(next, out _, out _, ForeignJson.MaxResultDepth + 1));
        AssertShown(new PromptsCommand(), list.Items);
        AssertShown(new ResourcesCommand(), list.Items, list.Items);
    });

    [Fact]
    public void A_tool_is_described_whatever_is_compiled_in() => ForEach(
        """{"name":"t","description":"d \u00e9","inputSchema":{"type":"object","properties":{"x":{"enum":["a"]}}}}""",
        static tool => Assert.NotEmpty(DescribeCommand.Indented(tool.Span) + "."));

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_question_is_asked_and_its_reply_is_JSON(string seed) => ForEach(seed, static question =>
    {
        var lines = new Queue<string?>(["a", "b", "c", "y", null]);
        var reply = new QuestionForm(() => lines.TryDequeue(out var line) ? line : null, static _ => { }).Ask(question);
        Assert.True(ForeignJson.TryParseObject(reply, out _, out _));
    });

    private static void AssertShown(OfferCommand command, params List<JsonElement>[] lists)
    {
        var text = new StringBuilder();
        command.AppendLists(text, lists);
        Assert.Equal(lists[0].Count == 0, text.Length == 0);
    }

    private static void ForEach(string seed, Action<ReadOnlyMemory<byte>> use)
    {
        var mutator = new JsonMutator(seed.Length);
        for (var i = 0; i < PerSeed; i++)
        {
            var json = mutator.Mutate(seed);
            try
            {
                use(json);
            }
            catch (SkillException refusal) when (refusal.Message.StartsWith("The server's ", StringComparison.Ordinal))
            {
                Assert.Contains(refusal.ExitCode, (ExitCode[])[ExitCode.ToolFailed, ExitCode.Unreachable]);
            }
            catch (Exception e)
            {
                Assert.Fail($"{Encoding.UTF8.GetString(json)}: {e}");
            }
        }
    }

    private static void Render(ReadOnlyMemory<byte> result, ReadOnlySpan<byte> member, Func<ReadOnlyMemory<byte>, OutputOptions, Printout> render)
    {
        var printed = render(result, Plain);
        Assert.Equal(ExitCode.Success, printed.ExitCode);
        Assert.True(ForeignJson.TryParse(result, out var document, out _, ForeignJson.MaxResultDepth));
        var items = member.IsEmpty ? document.RootElement.Member("completion"u8).Member("values"u8) : document.RootElement.Member(member);
        Assert.Equal(items is { ValueKind: JsonValueKind.Array } && items.GetArrayLength() == 0, printed.Output.IsEmpty);
        Assert.False(render(result, Plain with { AsJson = true }).Output.IsEmpty);
    }
}
