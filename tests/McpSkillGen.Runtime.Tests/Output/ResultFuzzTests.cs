using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Batch;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Tests.Output;

/// <summary>Results of tools that are almost right, through everything that prints or reads them.</summary>
public sealed class ResultFuzzTests
{
    private const int PerSeed = 25_000;

    public static TheoryData<string> Seeds =>
    [
        """{"content":[{"type":"text","text":"hi \u00e9"},{"type":"text","text":"there"}],"isError":false,"_meta":{"a":"b"}}""",
        """{"content":[{"type":"image","data":"%%%","mimeType":"image/png"},{"type":"audio","data":"%"},{"type":"hologram","x":[1]}],"structuredContent":{"n":1.10}}""",
        """{"content":[{"type":"resource","resource":{"uri":"a:b","text":"inside"}},{"type":"resource_link","uri":"a:b","name":"c"}],"isError":true}""",
        """{"structuredContent":{"items":[{"name":"a","price":1}]},"content":[]}""",
        """{"isError":true,"content":"no such file"}""",
        """{"toolResult":["a"],"content":{"type":"text","text":"one"}}""",
    ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_result_is_printed_or_refused_and_never_an_empty_success(string seed)
    {
        var mutator = new JsonMutator(seed.Length);
        for (var i = 0; i < PerSeed; i++)
        {
            var result = mutator.Mutate(seed);
            try
            {
                using var expected = Judge(result);
                Use(result, expected?.RootElement);
            }
            catch (Exception e)
            {
                Assert.Fail($"{Encoding.UTF8.GetString(result)}: {e}");
            }
        }
    }

    private static void Use(byte[] result, JsonElement? expected)
    {
        if (expected is not { } root)
        {
            Assert.Throws<SkillException>(() => ResultPrinter.Render(result, "tool", new OutputOptions()));
            Assert.ThrowsAny<JsonException>(() => BatchResult.ErrorIn(result, "tool"));
            return;
        }

        var parsed = new ToolResult(root);
        var isError = parsed.IsError;
        var printed = ResultPrinter.Render(result, "tool", new OutputOptions());
        Assert.Equal(isError ? ExitCode.ToolFailed : ExitCode.Success, printed.ExitCode);
        Assert.Equal(isError, BatchResult.ErrorIn(result, "tool") is { Length: > 0 });
        Assert.True(isError ? printed.ToolError is { Length: > 0 } : printed.Output.Length > 0 || SaysNothing(root));

        var raw = ResultPrinter.Render(result, "tool", new OutputOptions(AsJson: true));
        Assert.Equal(printed.ExitCode, raw.ExitCode);
        Assert.StartsWith(Encoding.UTF8.GetString(result), Encoding.UTF8.GetString(raw.Output.Span), StringComparison.Ordinal);

        Assert.NotNull(parsed.Text);
        var typed = new ToolResult<IReadOnlyDictionary<string, string>>(parsed, static value => value.Map(static item => item.ToString()));
        Assert.True(typed.TryGetValue(out _) || typed.Problem is { Length: > 0 });
    }

    private static bool SaysNothing(JsonElement result) =>
        result.ValueKind is JsonValueKind.Object
        && result.Member("content"u8) is { ValueKind: JsonValueKind.Array } content && content.GetArrayLength() == 0
        && result.EnumerateObject().All(static member => member.Name is "content" or "isError" or "_meta" || member.Value.ValueKind is JsonValueKind.Null);

    private static JsonDocument? Judge(byte[] result) =>
        ForeignJson.TryParse(result, out var document, out _, ForeignJson.MaxResultDepth) ? document : null;
}
