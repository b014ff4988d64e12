using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>What a server asks during a call (MCP elicitation): who is asked, and what is said where nobody is.</summary>
public sealed class QuestionTests
{
    private const string Form = """{"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","x":1}},"required":["name"]}}""";

    private const string FormWithDefaults =
        """{"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","default":"Ada"},"age":{"type":"integer"}},"required":["name"]}}""";

    [Fact]
    public void The_person_of_the_call_is_asked_and_the_server_gets_the_answer()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();

        client.CallWithPerson(1, "ask", Elicit(Form));
        client.Expect(FrameKind.Accepted, 1);
        var question = client.ExpectQuestion(1);
        client.Reply(1, question, """{"action":"accept","content":{"name":"Ada"}}""");
        var answer = JsonNode.Parse(TestClient.ResultText(client.Expect(FrameKind.Result, 1)))!;

        var asked = JsonNode.Parse(question.Params.Span)!;
        Assert.Equal("Who?", (string?)asked["message"]);
        Assert.Equal("string", (string?)asked["requestedSchema"]!["properties"]!["name"]!["type"]);
        Assert.Equal("accept", (string?)answer["action"]);
        Assert.Equal("Ada", (string?)answer["content"]!["name"]);
    }

    [Theory]
    [InlineData(FormWithDefaults, "Who? Nobody could be asked, so the request was declined: run the call in a terminal.")]
    [InlineData(Form, "the request was declined: run the call in a terminal.")]
    [InlineData("""{"message":"Sure?","requestedSchema":{"type":"object","properties":{}}}""", "the request was declined")]
    [InlineData("""{"message":"Delete all?","requestedSchema":{"type":"object","properties":{"yes":{"type":"boolean","default":true}},"required":["yes"]}}""", "the request was declined")]
    [InlineData("""{"message":"Sign in","mode":"url","url":"https://example.org/x","elicitationId":"1"}""", "wants you to open a page of example.org: https://example.org/x (Sign in)")]
    [InlineData("""{"message":"Sign in","mode":"url","url":"https://example.org@evil.example/x","elicitationId":"1"}""", "a page of evil.example: https://evil.example/x (Sign in)")]
    [InlineData("""{"message":"Sign in","mode":"url","url":"javascript:alert(1)","elicitationId":"1"}""", "not a page of the web, javascript:alert(1)")]
    public void Where_nobody_can_be_asked_nobody_has_agreed_and_the_caller_is_told(string question, string told)
    {
        using var skill = new TempSkill();
        var (answer, log) = AskAlone(skill, question);

        Assert.Contains(told, log, StringComparison.Ordinal);
        Assert.Equal("decline", (string?)answer["action"]);
    }

    [Theory]
    [InlineData("as*", FormWithDefaults, "accept")]
    [InlineData("as*", Form, "decline")]
    [InlineData("as*", """{"message":"Sign in","mode":"url","url":"https://example.org/x","elicitationId":"1"}""", "decline")]
    [InlineData("echo", FormWithDefaults, "decline")]
    public void Defaults_answer_for_the_tools_that_the_config_names_and_the_caller_is_told(string tools, string question, string action)
    {
        using var skill = new TempSkill().With("tools", new JsonObject { ["answer_with_defaults"] = new JsonArray(tools) });
        var (answer, log) = AskAlone(skill, question);

        Assert.Equal(action, (string?)answer["action"]);
        Assert.Equal(action == "accept", log.Contains("allows: name.", StringComparison.Ordinal));
        Assert.Equal(action == "accept" ? "Ada" : null, (string?)answer["content"]?["name"]);
    }

    [Fact]
    public void Defaults_do_not_answer_while_a_call_is_in_flight_that_the_config_does_not_name()
    {
        using var skill = new TempSkill().With("tools", new JsonObject { ["answer_with_defaults"] = new JsonArray("ask") });
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "sleep", """{"seconds":1000}""");
        client.Expect(FrameKind.Accepted, 1);

        using var other = host.ConnectAndGreet();
        other.Call(1, "ask", Elicit(FormWithDefaults));
        other.Expect(FrameKind.Accepted, 1);
        other.Expect(FrameKind.Log, 1);

        Assert.Contains("decline", TestClient.ResultText(other.Expect(FrameKind.Result, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void With_two_persons_nobody_is_asked_what_the_other_one_should_be()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var one = host.ConnectAndGreet();
        using var other = host.ConnectAndGreet();
        one.CallWithPerson(1, "sleep", """{"seconds":1000}""");
        one.Expect(FrameKind.Accepted, 1);

        other.CallWithPerson(1, "ask", Elicit(Form));
        other.Expect(FrameKind.Accepted, 1);
        other.Expect(FrameKind.Log, 1);

        Assert.Contains("decline", TestClient.ResultText(other.Expect(FrameKind.Result, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_has_more_time_than_a_call()
    {
        using var skill = new TempSkill().With("timeout", 0.3);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallWithPerson(1, "ask", Elicit(Form));
        client.Expect(FrameKind.Accepted, 1);
        var question = client.ExpectQuestion(1);

        // Another call's time is over meanwhile, and so would this one's be.
        client.Call(2, "sleep", """{"seconds":1000}""");
        client.Expect(FrameKind.Accepted, 2);
        Assert.Equal(ExitCode.TimedOut, client.ExpectFailure(2).ExitCode);
        client.Reply(1, question, """{"action":"decline"}""");

        Assert.Contains("decline", TestClient.ResultText(client.Expect(FrameKind.Result, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_is_cancelled_while_its_person_is_asked_withdraws_the_question()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallWithPerson(1, "ask", Elicit(Form));
        client.Expect(FrameKind.Accepted, 1);
        var question = client.ExpectQuestion(1);

        client.Cancel(1);
        Assert.Equal(ExitCode.Interrupted, client.ExpectFailure(1).ExitCode);
        client.Reply(1, question, """{"action":"accept","content":{"name":"late"}}""");

        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}""", id: 2));
    }

    [Fact]
    public void A_server_that_asks_for_a_model_is_refused_and_the_caller_is_told()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();

        client.Call(1, "ask", """{"method":"sampling/createMessage","params":"{\"messages\":[],\"maxTokens\":1}"}""");
        client.Expect(FrameKind.Accepted, 1);

        Assert.Contains("language model (sampling)", TestClient.Text(client.Expect(FrameKind.Log, 1)), StringComparison.Ordinal);
        Assert.Contains("\"code\":", TestClient.ResultText(client.Expect(FrameKind.Result, 1)), StringComparison.Ordinal);
    }

    private static (JsonNode Answer, string Log) AskAlone(TempSkill skill, string question)
    {
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "ask", Elicit(question));
        client.Expect(FrameKind.Accepted, 1);
        var log = TestClient.Text(client.Expect(FrameKind.Log, 1));
        return (JsonNode.Parse(TestClient.ResultText(client.Expect(FrameKind.Result, 1)))!, log);
    }

    private static string Elicit(string question) =>
        new JsonObject { ["method"] = "elicitation/create", ["params"] = question }.ToJsonString();
}
