using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Tests.Json;

public sealed class JsonReaderTests
{
    [Theory]
    [InlineData("null")]
    [InlineData(" \t\r\n true \r\n")]
    [InlineData("-0.0e+10")]
    [InlineData("1E400")]
    [InlineData("123456789012345678901234567890.5")]
    [InlineData("\"\"")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"")]
    [InlineData("\"\\uD800\"")]
    [InlineData("\"\u2028\u0085 😀\"")]
    [InlineData("{\"a\":1,\"a\":2,\"\":[]}")]
    [InlineData("[[],{},[{}]]")]
    public void Accepts_what_the_rfc_allows(string text)
    {
        Assert.True(JsonReader.TryRead(text, out var root, out var error));
        Assert.NotNull(root);
        Assert.Null(error);
    }

    [Theory]
    [InlineData("", 1, 1, "expected a value, found the end of the file")]
    [InlineData("  \n ", 2, 2, "expected a value, found the end of the file")]
    [InlineData("\uFEFF{}", 1, 1, "expected a value, found U+FEFF")]
    [InlineData("{} {}", 1, 4, "expected the end of the file after the value, found '{'")]
    [InlineData("{'a':1}", 1, 2, "expected a property name in double quotes or '}', found '''")]
    [InlineData("{\"a\":1,}", 1, 8, "expected a property name in double quotes after ',', found '}'")]
    [InlineData("{\"a\" 1}", 1, 6, "expected ':' after a property name, found '1'")]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3, "expected ',' or '}' after a property, found '\"'")]
    [InlineData("{\"a\":1", 1, 7, "expected ',' or '}' after a property, found the end of the file")]
    [InlineData("[1,]", 1, 4, "expected a value, found ']'")]
    [InlineData("[1 2]", 1, 4, "expected ',' or ']' after an item, found '2'")]
    [InlineData("[1} ", 1, 3, "expected ',' or ']' after an item, found '}'")]
    [InlineData("// no", 1, 1, "expected a value, found '/'")]
    [InlineData("01", 1, 2, "expected no digit after a leading zero, found '1'")]
    [InlineData("-", 1, 2, "expected a digit after '-', found the end of the file")]
    [InlineData("-a", 1, 2, "expected a digit after '-', found 'a'")]
    [InlineData("+1", 1, 1, "expected a value, found '+'")]
    [InlineData(".5", 1, 1, "expected a value, found '.'")]
    [InlineData("1.", 1, 3, "expected a digit after '.', found the end of the file")]
    [InlineData("1e", 1, 3, "expected a digit in the exponent, found the end of the file")]
    [InlineData("1e+ ", 1, 4, "expected a digit in the exponent, found a space")]
    [InlineData("NaN", 1, 1, "expected a value, found 'N'")]
    [InlineData("trUe", 1, 3, "expected 'true', found 'U'")]
    [InlineData("nul", 1, 4, "expected 'null', found the end of the file")]
    [InlineData("\"ab", 1, 4, "expected '\"' to end a string, found the end of the file")]
    [InlineData("\"a\nb\"", 1, 3, "expected '\"' to end a string or an escaped control character, found the end of the line")]
    [InlineData("\"a\u0001\"", 1, 3, "expected '\"' to end a string or an escaped control character, found U+0001")]
    [InlineData("\"\\x\"", 1, 3, "expected one of \"\\/bfnrtu after '\\', found 'x'")]
    [InlineData("\"\\u12g4\"", 1, 6, "expected four hexadecimal digits after '\\u', found 'g'")]
    [InlineData("\0", 1, 1, "expected a value, found U+0000")]
    [InlineData("[\u00A0]", 1, 2, "expected a value, found '\u00A0'")]
    [InlineData("\r\n\r\n\n\r{\"é😀\":!}", 5, 8, "expected a value, found '!'")]
    public void Says_what_it_found_where_and_what_it_expected(string text, int line, int column, string message)
    {
        Assert.False(JsonReader.TryRead(text, out _, out var error));
        Assert.Equal(message, error.Message);
        Assert.Equal($"line {line}, column {column}", error.Span.Start.ToString());
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        Assert.False(JsonReader.TryRead("\"a\uD83D\"", out _, out var error));
        Assert.Equal("expected both halves of a surrogate pair, found U+D83D", error.Message);
        Assert.Equal(2, error.Span.Start.Offset);
    }

    [Fact]
    public void Escaped_half_of_a_surrogate_pair_is_the_replacement_character_and_keeps_its_place()
    {
        const string Text = """{"a\ud83d":["\ude00\ud83d\ude00","\ud83d\n"]}""";
        Assert.True(JsonReader.TryRead(Text, out var root, out _));

        var property = ((JsonObject)root).Properties[0];
        Assert.Equal("{\"a\uFFFD\":[\"\uFFFD😀\",\"\uFFFD\\n\"]}", root.ToString());
        Assert.Equal("\"a\\ud83d\"", Text[property.NameSpan.Start.Offset..property.NameSpan.End.Offset]);
    }

    [Fact]
    public void Every_value_and_name_knows_its_place()
    {
        const string Text = "{\r\n  \"name\": \"x\\n\",\n\t\"list\" : [ -1.50, {} ]\n}";
        Assert.True(JsonReader.TryRead(Text, out var root, out _));

        var (name, list) = (((JsonObject)root).Properties[0], ((JsonObject)root).Properties[1]);
        var number = ((JsonArray)list.Value).Items[0];

        Assert.Equal(new JsonSpan(new(0, 0, 0), new(Text.Length, 3, 1)), root.Span);
        Assert.Equal(new JsonSpan(new(5, 1, 2), new(11, 1, 8)), name.NameSpan);
        Assert.Equal("\"x\\n\"", TextAt(name.Value));
        Assert.Equal("line 2, column 11", name.Value.Span.Start.ToString());
        Assert.Equal("\"list\"", Text[list.NameSpan.Start.Offset..list.NameSpan.End.Offset]);
        Assert.Equal("[ -1.50, {} ]", TextAt(list.Value));
        Assert.Equal("-1.50", TextAt(number));
        Assert.Equal("line 3, column 13", number.Span.Start.ToString());

        static string TextAt(JsonNode node) => Text[node.Span.Start.Offset..node.Span.End.Offset];
    }

    [Fact]
    public void Of_duplicate_names_the_last_wins_and_all_stay_in_order()
    {
        Assert.True(JsonReader.TryRead("""{"a":1,"b":2,"a":3}""", out var root, out _));
        var value = (JsonObject)root;

        Assert.Equal("3", value["a"]!.ToString());
        Assert.Equal(["a", "b", "a"], value.Properties.Select(static property => property.Name));
        Assert.Equal(["a:3", "b:2"], value.DistinctProperties().Select(static property => $"{property.Name}:{property.Value}"));
    }

    [Fact]
    public void Sixty_four_levels_are_deep_enough()
    {
        Assert.True(JsonReader.TryRead(new string('[', 64) + new string(']', 64), out _, out _));
        Assert.False(JsonReader.TryRead(new string('[', 65) + new string(']', 65), out _, out var error));
        Assert.Equal("expected at most 64 nested objects and arrays, found '['", error.Message);
        Assert.Equal("line 1, column 65", error.Span.Start.ToString());
    }

    [Fact]
    public void A_hostile_depth_is_an_error_and_no_stack_overflow() =>
        Assert.False(JsonReader.TryRead(string.Concat(Enumerable.Repeat("{\"a\":[", 200_000)), out _, out _));
}
