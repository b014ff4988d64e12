using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Queries;

namespace McpSkillGen.Runtime.Tests.Queries;

/// <summary>JMESPath over a result. What each construct means: jmespath.org/specification.html.</summary>
public sealed class ResultQueryTests
{
    private const string Shop = """
        {"shop": {"name": "Öl & Co", "open": true, "e-mail": "a@b.c"},
         "items": [
           {"name": "pen", "price": 2.50, "stock": 10, "tags": ["blue", "new"]},
           {"name": "ink", "price": 9, "stock": 0, "tags": []},
           {"name": "pad", "price": 4, "stock": 3, "tags": ["new"], "note": "a'b`c"}],
         "matrix": [[1, 2], [3, [4]], 5],
         "empty": {}, "big": 12345678901234567890, "nothing": null}
        """;

    [Theory]
    // Names, indexes and slices.
    [InlineData("shop.name", "\"Öl & Co\"")]
    [InlineData("shop.\"e-mail\"", "\"a@b.c\"")]
    [InlineData("\"\\u0073hop\".open", "true")]
    [InlineData("@.shop.open", "true")]
    [InlineData("items[0].name", "\"pen\"")]
    [InlineData("items[-1].name", "\"pad\"")]
    [InlineData("items[3]", "null")]
    [InlineData("items[-4]", "null")]
    [InlineData("shop[0]", "null")]
    [InlineData("items.name", "null")]
    [InlineData("absent.deeper[0].still", "null")]
    [InlineData("items[1:].name", "[\"ink\",\"pad\"]")]
    [InlineData("items[:-1].name", "[\"pen\",\"ink\"]")]
    [InlineData("items[::-1].name", "[\"pad\",\"ink\",\"pen\"]")]
    [InlineData("items[-1:0:-1].name", "[\"pad\",\"ink\"]")]
    [InlineData("items[::2].name", "[\"pen\",\"pad\"]")]
    [InlineData("items[-100:100].stock", "[10,0,3]")]
    [InlineData("items[5:1]", "[]")]
    // Numbers stay as the server wrote them.
    [InlineData("items[*].price", "[2.50,9,4]")]
    [InlineData("big", "12345678901234567890")]
    // Projections leave null out, and a pipe ends them.
    [InlineData("items[*].note", "[\"a'b`c\"]")]
    [InlineData("items[*].name | [0]", "\"pen\"")]
    [InlineData("items[*].tags[0]", "[\"blue\",\"new\"]")]
    [InlineData("items[*].[name, stock]", "[[\"pen\",10],[\"ink\",0],[\"pad\",3]]")]
    [InlineData("items[*].{n: name, \"t-g\": tags[0]}", "[{\"n\":\"pen\",\"t-g\":\"blue\"},{\"n\":\"ink\",\"t-g\":null},{\"n\":\"pad\",\"t-g\":\"new\"}]")]
    [InlineData("shop.*", "[\"Öl & Co\",true,\"a@b.c\"]")]
    [InlineData("*.open", "[true]")]
    [InlineData("shop[*]", "null")]
    [InlineData("matrix[]", "[1,2,3,[4],5]")]
    [InlineData("matrix[][]", "[1,2,3,4,5]")]
    [InlineData("items[].tags[]", "[\"blue\",\"new\",\"new\"]")]
    [InlineData("[shop.open, big]", "[true,12345678901234567890]")]
    [InlineData("nothing.[a]", "null")]
    // Conditions.
    [InlineData("items[?stock > `0`].name", "[\"pen\",\"pad\"]")]
    [InlineData("items[?name == 'ink'] | [0].price", "9")]
    [InlineData("items[?price == `2.5`].name", "[\"pen\"]")]
    [InlineData("items[?stock > `0` && price < `4`].name", "[\"pen\"]")]
    [InlineData("items[?stock == `0` || price == `4`].name", "[\"ink\",\"pad\"]")]
    [InlineData("items[?!note].name", "[\"pen\",\"ink\"]")]
    [InlineData("items[?tags].name", "[\"pen\",\"pad\"]")]
    [InlineData("items[?contains(tags, 'blue')].name", "[\"pen\"]")]
    [InlineData("items[?tags == `[\"new\"]`].name", "[\"pad\"]")]
    [InlineData("items[?(stock > `0` || price > `8`) && name != 'pen'].name", "[\"ink\",\"pad\"]")]
    [InlineData("items[?note == 'a\\'b`c'].name", "[\"pad\"]")]
    [InlineData("'C:\\new\\\\dir\\\\'", "\"C:\\\\new\\\\\\\\dir\\\\\\\\\"")]
    [InlineData("items[?name < 'z']", "[]")]
    [InlineData("absent || shop.open", "true")]
    [InlineData("empty && shop", "{}")]
    [InlineData("`{\"a\": 1, \"b\": 2}` == `{\"b\": 2.0, \"a\": 1}`", "true")]
    // Functions.
    [InlineData("length(items)", "3")]
    [InlineData("length('Öl')", "2")]
    [InlineData("keys(shop)", "[\"name\",\"open\",\"e-mail\"]")]
    [InlineData("values(empty)", "[]")]
    [InlineData("sort(items[*].name)", "[\"ink\",\"pad\",\"pen\"]")]
    [InlineData("sort_by(items, &price)[*].name", "[\"pen\",\"pad\",\"ink\"]")]
    [InlineData("max_by(items, &stock).name", "\"pen\"")]
    [InlineData("min_by(items, &name).name", "\"ink\"")]
    [InlineData("max(items[*].price)", "9")]
    [InlineData("min(`[]`)", "null")]
    [InlineData("sum(items[*].stock)", "13")]
    [InlineData("avg(items[*].price)", "5.166666666666667")]
    [InlineData("avg(`[]`)", "null")]
    [InlineData("abs(`-2`)", "2")]
    [InlineData("ceil(`1.2`)", "2")]
    [InlineData("floor(`-1.2`)", "-2")]
    [InlineData("join(', ', items[*].name)", "\"pen, ink, pad\"")]
    [InlineData("starts_with(shop.name, 'Öl')", "true")]
    [InlineData("ends_with(shop.name, 'x')", "false")]
    [InlineData("contains(shop.name, '&')", "true")]
    [InlineData("map(&length(name), items)", "[3,3,3]")]
    [InlineData("map(&note, items)", "[null,null,\"a'b`c\"]")]
    [InlineData("merge(shop, `{\"open\": false, \"x\": 1}`)", "{\"name\":\"Öl & Co\",\"open\":false,\"e-mail\":\"a@b.c\",\"x\":1}")]
    [InlineData("not_null(absent, nothing, big)", "12345678901234567890")]
    [InlineData("reverse(items)[0].name", "\"pad\"")]
    [InlineData("reverse('abc')", "\"cba\"")]
    [InlineData("to_array(big)", "[12345678901234567890]")]
    [InlineData("to_number('2.50')", "2.50")]
    [InlineData("to_number('two')", "null")]
    [InlineData("to_string(items[0].tags)", "\"[\\\"blue\\\",\\\"new\\\"]\"")]
    [InlineData("[type(shop), type(items), type(big), type(absent), type('')]", "[\"object\",\"array\",\"number\",\"null\",\"string\"]")]
    public void An_expression_picks_what_JMESPath_says(string expression, string expected) => Assert.Equal(expected, Pick(expression, Structured(Shop)));

    [Theory]
    [InlineData("", 1, "found the end")]
    [InlineData("items[", 7, "found the end")]
    [InlineData("items[0", 8, "']'")]
    [InlineData("items.[", 8, "found the end")]
    [InlineData("items..name", 7, "after '.'")]
    [InlineData("items name", 7, "the end of the query")]
    [InlineData("items[?stock = `1`]", 14, "'=='")]
    [InlineData("items[?stock == `one`]", 17, "single quotes")]
    [InlineData("'open", 1, "no end")]
    [InlineData("\"open", 1, "no end")]
    [InlineData("e-mail", 2, "double quotes")]
    [InlineData("len(items)", 1, "there is no function 'len'. There are: abs, ")]
    [InlineData("length()", 1, "length() takes a string, an array or an object; found 0 arguments")]
    [InlineData("items[::0]", 7, "step")]
    [InlineData("items[99999999999]", 7, "smaller")]
    [InlineData("items[a]", 7, "found 'a'")]
    [InlineData("{a}", 3, "':'")]
    public void A_wrong_expression_is_refused_with_its_column(string expression, int column, string words)
    {
        var message = Assert.Throws<QueryException>(() => ResultQuery.Parse(expression)).Message;

        Assert.StartsWith($"column {column}: ", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_is_nested_without_end_is_refused() =>
        Assert.Contains("nested", Assert.Throws<QueryException>(() => ResultQuery.Parse(new string('(', 100_000))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("length(big)", "length() takes a string, an array or an object; found number.")]
    [InlineData("sort(items)", "sort() takes an array of numbers or of strings; found array.")]
    [InlineData("sort_by(items, &tags)", "found array and expression.")]
    [InlineData("join(',', matrix)", "found string and array.")]
    public void A_function_that_cannot_take_a_value_says_what_it_takes(string expression, string words) =>
        Assert.Contains(words, Assert.Throws<QueryException>(() => Pick(expression, Structured(Shop))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"{\"a\":[1,2]}"}]}""", "a[1]", "2")]
    [InlineData("""{"content":[{"type":"text","text":"plain words"}]}""", "@", "\"plain words\"")]
    [InlineData("""{"content":[{"type":"text","text":"{\"a\":1}"},{"type":"text","text":"x"}]}""", "[0].a", "1")]
    [InlineData("""{"content":[{"type":"text","text":"ignored"}],"structuredContent":{"a":3}}""", "a", "3")]
    public void It_is_for_the_structured_content_else_for_what_the_texts_say(string result, string expression, string expected) =>
        Assert.Equal(expected, Pick(expression, ToolResult.Parse(result)));

    [Fact]
    public void With_json_it_is_for_the_whole_result() =>
        Assert.Equal("\"text\"", Json(ResultQuery.Parse("content[0].type").Of(ToolResult.Parse("""{"content":[{"type":"text","text":"x"}]}"""), toWhole: true)));

    private static ToolResult Structured(string json) =>
        ToolResult.Parse(new JsonObject { ["content"] = new JsonArray(), ["structuredContent"] = "HERE" }.ToJsonString().Replace("\"HERE\"", json, StringComparison.Ordinal));

    private static string Pick(string expression, ToolResult result) => Json(ResultQuery.Parse(expression).Of(result, toWhole: false));

    private static string Json(QueryValue value) => Encoding.UTF8.GetString(value.ToJson().Span);
}
