using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Tests.Output;

public sealed class LargeTextsTests
{
    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"hi"}]}""")]
    [InlineData("""{"content":[{"type":"text","text":""},{"type":"text","text":"a\n"},{"type":"text","text":""},{"text":"b","type":"text"}]}""")]
    [InlineData("""{"content":[{"type":"text","text":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00 é€😀"}]}""")]
    [InlineData("""{"content":[{"type":"text","text":"no"}],"content":[{"type":"text","text":"one","text":"\u0000two"},{"text":"three\\","type":"text"}]}""")]
    public void Texts_are_what_the_ordinary_way_prints(string result)
    {
        var expected = ResultPrinter.Render(Encoding.UTF8.GetBytes(result), "tool", new OutputOptions()).Output;

        Assert.True(TryUnescape(result, out var lines));
        Assert.Equal(Encoding.UTF8.GetString(expected.Span), lines);
    }

    [Theory]
    [InlineData("""{"content":[]}""")]
    [InlineData("""{"content":"a text"}""")]
    [InlineData("""{"content":[{"type":"text","text":"a"},{"type":"text","text":7}]}""")]
    [InlineData("""{"content":[{"type":"text","text":"a"},{"type":"image","data":"YQ=="}]}""")]
    [InlineData("""{"content":[{"text":"no type"}]}""")]
    [InlineData("""{"structuredContent":{"type":"text","text":"a"}}""")]
    public void Anything_else_is_left_as_it_is(string result)
    {
        var bytes = Encoding.UTF8.GetBytes(result);
        using var document = JsonDocument.Parse(bytes);

        Assert.False(LargeTexts.TryUnescape(bytes, document.RootElement, out _, threshold: 0));
        Assert.Equal(result, Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Every_text_of_a_JSON_string_is_the_one_that_the_framework_reads()
    {
        var random = new Random(19);
        string[] parts = ["a", "é", "€", "😀", "\n", "\\", "\"", "\0", "\u001b", "\u2028", "/", "plain words "];
        for (var i = 0; i < 2_000; i++)
        {
            string[] texts = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => string.Concat(random.GetItems(parts, random.Next(0, 20))))];
            var encoder = i % 2 == 0 ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            var blocks = texts.Select(text => $$"""{"type":"text","text":"{{encoder.Encode(text)}}"}""");

            Assert.True(TryUnescape($$"""{"content":[{{string.Join(',', blocks)}}]}""", out var lines));
            Assert.Equal(string.Concat(texts.Select(static text => text.EndsWith('\n') ? text : text + "\n")), lines);
        }
    }

    [Fact]
    public void A_large_result_is_printed_from_the_memory_that_it_arrived_in()
    {
        var text = new string('x', LargeTexts.Threshold) + "\n";
        var result = Encoding.UTF8.GetBytes($$"""{"content":[{"type":"text","text":"{{text.Replace("\n", "\\n", StringComparison.Ordinal)}}"}]}""");

        var printed = ResultPrinter.Render(result, "tool", new OutputOptions());

        Assert.True(result.AsSpan().Overlaps(printed.Output.Span));
        Assert.Equal(text, Encoding.UTF8.GetString(printed.Output.Span));
    }

    private static bool TryUnescape(string result, out string lines)
    {
        var bytes = Encoding.UTF8.GetBytes(result);
        using var document = JsonDocument.Parse(bytes);
        var isTaken = LargeTexts.TryUnescape(bytes, document.RootElement, out var memory, threshold: 0);
        lines = Encoding.UTF8.GetString(memory.Span);
        return isTaken;
    }
}
