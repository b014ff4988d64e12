using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Tests.Json;

public sealed class ForeignJsonTests
{
    [Theory]
    [InlineData("""plain \n \u00e9 \\u00e9""", "plain \n é \\u00e9")]
    [InlineData("""\ud83d\ude00""", "😀")]
    [InlineData("""cut \ud83d""", "cut \uFFFD")]
    [InlineData("""\ude00 cut""", "\uFFFD cut")]
    [InlineData("""\ud83d\ud83d\ude00\ude00""", "\uFFFD😀\uFFFD")]
    [InlineData("""\ud83d\n\\ud83d \ud83dx""", "\uFFFD\n\\ud83d \uFFFDx")]
    public void Half_a_character_does_not_lose_the_rest(string escaped, string expected)
    {
        using var document = JsonDocument.Parse($"\"{escaped}\"");

        Assert.Equal(expected, document.RootElement.AsText());
    }

    [Fact]
    public void Bytes_that_are_not_utf8_do_not_lose_the_rest()
    {
        using var document = JsonDocument.Parse((byte[])[(byte)'"', (byte)'a', 0xFF, (byte)'b', (byte)'"']);

        Assert.Equal("a\uFFFDb", document.RootElement.AsText());
    }

    [Fact]
    public void What_is_no_text_is_a_mistake_of_the_caller()
    {
        using var document = JsonDocument.Parse("1");

        Assert.Throws<InvalidOperationException>(() => document.RootElement.AsText());
    }

    [Fact]
    public void A_typed_result_gives_its_text_though_a_server_cut_it()
    {
        var json = """{"content":[{"type":"text","text":"one"},{"type":"image"},{"type":"text","text":"tw\ud83d"}]}"""u8;
        var reader = new Utf8JsonReader(json);

        Assert.Equal("one\ntw\uFFFD", new ToolResult(JsonElement.ParseValue(ref reader)).Text);
    }
}
