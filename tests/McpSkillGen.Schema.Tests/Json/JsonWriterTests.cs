using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Tests.Json;

public sealed class JsonWriterTests
{
    [Theory]
    [InlineData(" { \"b\" : [ 1.50 , -0e1 , true , null ] , \"a\" : { } } ", "{\"b\":[1.50,-0e1,true,null],\"a\":{}}")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}")]
    [InlineData("\"\\u0041\\/é😀\"", "\"A/é😀\"")]
    [InlineData("\"\\\"\\\\\\b\\n\\u001f\"", "\"\\\"\\\\\\u0008\\n\\u001f\"")]
    public void Writes_values_as_they_were_without_white_space(string text, string expected) => Assert.Equal(expected, Rewrite(text));

    // A line separator ends a C# line, a directional mark turns the code after it, a tag character says what none sees.
    [Theory]
    [InlineData("\"\u2028\u2029\u0085\"", "\"\\u2028\\u2029\\u0085\"")]
    [InlineData("\"\u202E\u200B\"", "\"\\u202e\\u200b\"")]
    [InlineData("\"\U000E0041\"", "\"\\udb40\\udc41\"")]
    public void Escapes_what_cannot_be_seen(string text, string expected) => Assert.Equal(expected, Rewrite(text));

    private static string Rewrite(string text)
    {
        Assert.True(JsonReader.TryRead(text, out var root, out _));
        return JsonWriter.Write(root);
    }
}
