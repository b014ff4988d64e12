using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Tests.Json;

public sealed class PlainJsonEncoderTests
{
    private static readonly JsonWriterOptions Options = new() { Encoder = PlainJsonEncoder.Instance };

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("\"quoted\" and \\", "\"\\\"quoted\\\" and \\\\\"")]
    [InlineData("line\nreturn\rtab\t\u0001\u001f", "\"line\\nreturn\\rtab\\t\\u0001\\u001f\"")]
    [InlineData("<b>&'+/\u007f\u2028", "\"<b>&'+/\u007f\u2028\"")]
    [InlineData("grüß 你 👋", "\"grüß 你 👋\"")]
    [InlineData("", "\"\"")]
    public void Only_what_must_be_escaped_is_escaped(string text, string json)
    {
        Assert.Equal(json, Written(writer => writer.WriteStringValue(text)));
        Assert.Equal(json, Written(writer => writer.WriteStringValue(Encoding.UTF8.GetBytes(text))));
    }

    // Not theories: an attribute cannot hold half of a surrogate pair.
    [Fact]
    public void Half_of_a_surrogate_pair_becomes_the_replacement_character()
    {
        Assert.Equal("cut \ufffd", ReadBack("cut \ud83d"));
        Assert.Equal("\ufffd cut", ReadBack("\udc4b cut"));
        Assert.Equal("\ufffd👋", ReadBack("\ud83d\ud83d\udc4b"));
    }

    [Fact]
    public void Every_character_reads_back_as_itself()
    {
        var all = new StringBuilder();
        for (var scalar = 0; scalar <= 0x10FFFF; scalar++)
        {
            if (Rune.IsValid(scalar))
            {
                all.Append(new Rune(scalar));
            }
        }

        var text = all.ToString();
        Assert.Equal(text, ReadBack(text));
        Assert.Equal(text, JsonSerializer.Deserialize<string>(Written(writer => writer.WriteStringValue(Encoding.UTF8.GetBytes(text)))));
    }

    private static string? ReadBack(string text) => JsonSerializer.Deserialize<string>(Written(writer => writer.WriteStringValue(text)));

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
