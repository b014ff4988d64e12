using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;

namespace McpSkillGen.Host.Tests;

public sealed class RequestLineTests
{
    private const string Introduction = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"";

    [Theory]
    [InlineData("""{"name":"echo","arguments":{"n":1.10,"big":123456789012345678901234567890,"text":"é \u00e9 \n"}}""")]
    [InlineData("{}")]
    [InlineData("{\n  \"name\": \"echo\",\r\n  \"arguments\": { }\n}\n")]
    [InlineData("""{"name":"echo","arguments":{"_meta":{"progressToken":1}}}""")]
    [InlineData("""{"name":"echo","_meta":{"progressToken":"theirs","other":[1]}}""")]
    public void Line_is_one_request_with_the_callers_params_and_a_token_of_ours(string parameters)
    {
        var expected = JsonNode.Parse(parameters)!.AsObject();
        (expected["_meta"] ??= new JsonObject())["progressToken"] = 77;

        var line = LineOf(parameters, introduction: "", token: 77);

        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
        var request = JsonNode.Parse(line)!;
        Assert.Equal(("2.0", 1_000_000_001L, "tools/call"), ((string?)request["jsonrpc"], (long)request["id"]!, (string?)request["method"]));
        Assert.True(JsonNode.DeepEquals(expected, request["params"]), line);
    }

    [Fact]
    public void Numbers_and_texts_stay_as_the_caller_wrote_them()
    {
        const string Arguments = """{"n":1.10,"big":123456789012345678901234567890,"text":"\u00e9 / é"}""";
        Assert.Contains(Arguments, LineOf($$"""{"name":"x","arguments":{{Arguments}}}""", "", 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Request_to_a_modern_server_introduces_us_and_asks_for_its_logs()
    {
        var meta = JsonNode.Parse(LineOf("{}", Introduction, 5))!["params"]!["_meta"]!;
        Assert.Equal(
            ("2026-07-28", 5, "info"),
            ((string?)meta["io.modelcontextprotocol/protocolVersion"], (int)meta["progressToken"]!, (string?)meta["io.modelcontextprotocol/logLevel"]));
    }

    [Fact]
    public void Level_of_logs_that_a_caller_asks_for_stands()
    {
        var line = LineOf("""{"_meta":{"io.modelcontextprotocol/logLevel":"debug"}}""", Introduction, 5);
        Assert.Equal("debug", (string?)JsonNode.Parse(line)!["params"]!["_meta"]!["io.modelcontextprotocol/logLevel"]);
    }

    [Fact]
    public void Request_of_the_hosts_own_to_an_older_server_has_no_meta_at_all() =>
        Assert.Equal("""{"jsonrpc":"2.0","id":1000000001,"method":"tools/call","params":{}}""" + "\n", LineOf("{}", "", token: null));

    [Fact]
    public void Of_a_member_that_the_caller_wrote_twice_the_last_goes() =>
        Assert.Contains("""{"a":2,"_meta":{"progressToken":1}}""", LineOf("""{"a":1,"_meta":1,"_meta":2,"a":2}""", "", 1), StringComparison.Ordinal);

    private static string LineOf(string parameters, string introduction, long? token)
    {
        var meta = RequestLine.MetaMembers(Encoding.UTF8.GetBytes(introduction), token);
        return Encoding.UTF8.GetString(RequestLine.Of(1_000_000_001, "tools/call", RequestLine.WithMeta(Encoding.UTF8.GetBytes(parameters), meta)).Span);
    }
}
