using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Tests.Json;

public sealed class JsonMistakeTests
{
    [Theory]
    [InlineData("", "it is empty (line 1, column 1)")]
    [InlineData(" \r\n ", "it is empty (line 2, column 2)")]
    [InlineData("{", "it ends too early (line 1, column 2)")]
    [InlineData("{\"id\":4,", "it ends too early (line 1, column 8)")]
    [InlineData("{x}", "'x' is not expected here (line 1, column 2)")]
    [InlineData("{\"a\" 1}", "'1' is not expected here (line 1, column 6)")]
    [InlineData("{\"a\":1}}", "'}' is not expected here (line 1, column 8)")]
    [InlineData("[1, ]", "an extra comma before ']' (line 1, column 5)")]
    [InlineData("{\"a\":1,\n}", "an extra comma before '}' (line 2, column 1)")]
    [InlineData("{\n\n  \"é😀\": x}", "'x' is not expected here (line 3, column 10)")]
    [InlineData("{\"a\": é}", "'é' is not expected here (line 1, column 7)")]
    [InlineData("{\"a\": \"x\ny\"}", "the character U+000A must be escaped here (line 1, column 9)")]
    [InlineData("{\"a\": tru", "it ends too early (line 1, column 10)")]
    [InlineData("{'a': 1}", "''' is not expected here (line 1, column 2)")]
    public void A_mistake_is_told_in_plain_words_with_line_and_column(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var exception = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(bytes));

        Assert.Equal(expected, JsonMistake.Find(exception, bytes).ToString());
    }

    [Fact]
    public void An_exception_without_a_position_points_at_the_start() =>
        Assert.Equal((0, 1, 1), JsonMistake.Find(new JsonException(), "[1]"u8) is var found ? (found.Offset, found.Line, found.Column) : default);
}
