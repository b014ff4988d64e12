using System.Text;
using McpSkillGen.Runtime.Batch;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Batch;

public sealed class BatchLineParserTests
{
    private readonly BatchLineParser _parser = new(new SampleSkill());

    [Theory]
    [InlineData("""{"tool":"strict"}""", "7", "{}")]
    [InlineData("""{"id":"a\u00e9","tool":"strict","arguments":{"message":"hi"}}""", "\"a\\u00e9\"", """{"message":"hi"}""")]
    [InlineData("""{"arguments": { "amount" : 1.0 } , "tool":"strict", "id": -1.50e3}""", "-1.50e3", """{ "amount" : 1.0 }""")]
    [InlineData("""{"id":null,"tool":"strict","arguments":null}""", "7", "{}")]
    [InlineData("  {\"tool\":\"strict\"}\r", "7", "{}")]
    public void A_line_is_a_call_with_its_id_and_its_arguments_as_they_were_written(string line, string id, string arguments)
    {
        var call = Assert.IsType<BatchLine.Call>(Parse(line));

        Assert.Equal((id, "strict", arguments), (Text(call.Id), call.Tool.CommandName, Text(call.Arguments)));
    }

    [Theory]
    [InlineData("do-everything")]
    [InlineData("do_everything")]
    public void A_tool_is_known_by_its_command_and_by_the_servers_own_name(string name) =>
        Assert.Equal("do_everything", Assert.IsType<BatchLine.Call>(Parse($$"""{"tool":"{{name}}"}""")).Tool.WireName);

    [Theory]
    [InlineData("""{"tool":"strict" "id":1}""", "7", "The line is not JSON: '\"' is not expected here (line 7, column 18).")]
    [InlineData("""{"id":"x","tool":""", "\"x\"", "The line is not JSON: it ends too early (line 7, column 18).")]
    [InlineData("""{"tool":"strict"} {}""", "7", "The line is not JSON: '{' is not expected here (line 7, column 19).")]
    [InlineData("[1]", "7", "Expected an object with \"tool\" and \"arguments\", found an array (line 7, column 1).")]
    [InlineData("""{"id":[1],"tool":"strict"}""", "7", "\"id\" is an array; expected a string or a number (line 7, column 7).")]
    [InlineData("""{"id":1,"tool":5}""", "1", "\"tool\" is a number; expected a string (line 7, column 16).")]
    [InlineData("""{"id":1,"tool":"strict","arguments":"{}"}""", "1", "\"arguments\" is a string; expected an object (line 7, column 37).")]
    [InlineData("""{"id":1,"tool":"strict","args":{}}""", "1", "\"args\" is no member of a call; expected \"id\", \"tool\" and \"arguments\" (line 7, column 32).")]
    [InlineData("""{"id":1,"arguments":{}}""", "1", "\"tool\" is missing (line 7).")]
    [InlineData("""{"id":1,"tool":"stritc"}""", "1", "There is no tool 'stritc' (line 7). Did you mean strict?")]
    public void What_is_wrong_with_a_line_is_told_with_its_place_and_its_id(string line, string id, string why)
    {
        var wrong = Assert.IsType<BatchLine.Wrong>(Parse(line));

        Assert.Equal((id, why), (Text(wrong.Id), wrong.Why));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_with_their_column()
    {
        byte[] line = [.. """{"tool":"é"""u8, 0xFF, .. "\"}"u8];

        Assert.Equal("The line is not UTF-8 (line 7, column 11).", Assert.IsType<BatchLine.Wrong>(_parser.Parse(line, 7)).Why);
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    public void Arguments_are_nested_as_deep_as_the_host_reads_and_no_deeper(int depth, bool isCall)
    {
        var line = $$"""{"tool":"strict","arguments":{{string.Concat(Enumerable.Repeat("{\"a\":", depth - 1))}}{}{{new string('}', depth)}}""";

        var parsed = Parse(line);

        Assert.Equal(isCall, parsed is BatchLine.Call);
        Assert.True(isCall || ((BatchLine.Wrong)parsed!).Why == "The line is nested deeper than the 63 levels that can be handed on (line 7).");
    }

    [Fact]
    public void Blank_lines_are_none_and_a_byte_order_mark_is_no_character()
    {
        Assert.Null(Parse(" \t\r"));
        Assert.IsType<BatchLine.Call>(_parser.Parse("\uFEFF{\"tool\":\"strict\"}"u8, 1));
    }

    private BatchLine? Parse(string line) => _parser.Parse(Encoding.UTF8.GetBytes(line), 7);

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
