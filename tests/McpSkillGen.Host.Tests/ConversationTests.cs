using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>The wire conversation, against a real host and a real server.</summary>
public sealed class ConversationTests : IDisposable
{
    private readonly TempSkill _skill = new TempSkill().With("tools", JsonNode.Parse("""{"exclude":["image"]}""")!).With("timeout", 20);
    private readonly TestHost _host;

    public ConversationTests() => _host = TestHost.StartReady(_skill);

    public void Dispose()
    {
        _host.Dispose();
        _skill.Dispose();
    }

    [Fact]
    public void Pipelined_hello_and_call_are_welcomed_accepted_and_answered()
    {
        using var client = _host.Connect();
        client.Hello(_skill.Fingerprint);
        client.Call(7, "echo", """{"message":"grüß 你 👋"}""");
        Assert.Equal(_host.Id, (int)JsonNode.Parse(client.Expect(FrameKind.Welcome).Payload.Span)!["hostPid"]!);
        client.Expect(FrameKind.Accepted, 7);
        Assert.Equal("grüß 你 👋", TestClient.ResultText(client.Expect(FrameKind.Result, 7)));
    }

    [Fact]
    public void Many_calls_share_one_server_which_keeps_its_state()
    {
        using var first = _host.ConnectAndGreet();
        using var second = _host.ConnectAndGreet();
        first.CallForText("notes-add", """{"note":"one"}""");
        second.CallForText("notes-add", """{"note":"two"}""");
        Assert.Equal("one, two", first.CallForText("notes-list"));
        Assert.Single(_skill.Journalled("launch"));
    }

    [Fact]
    public void Result_is_the_servers_own_json_with_fields_that_no_specification_knows()
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "structured");
        client.Expect(FrameKind.Accepted, 1);
        Assert.Contains("\"structuredContent\":{\"sum\":3,\"x-unknown\":1.50}", TestClient.Text(client.Expect(FrameKind.Result, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_an_emoji_in_a_result_is_passed_on_as_the_server_spelled_it()
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "half-emoji");
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal("""{"content":[{"type":"text","text":"cut \ud83d"}]}""", TestClient.Text(client.Expect(FrameKind.Result, 1)));
    }

    [Fact]
    public void Result_that_asks_for_more_is_answered_and_the_last_one_counts()
    {
        using var client = _host.ConnectAndGreet();
        Assert.Equal("called again with half done", client.CallForText("rounds"));
        Assert.Equal(2, _skill.Journalled("call").Count);
    }

    [Fact]
    public void Progress_and_logs_come_in_order_and_before_the_result()
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "progress", """{"steps":50}""");
        client.Expect(FrameKind.Accepted, 1);
        Assert.Contains("counting", TestClient.Text(client.Expect(FrameKind.Log, 1)), StringComparison.Ordinal);
        for (var step = 1; step <= 50; step++)
        {
            Assert.Equal(step, (int)JsonNode.Parse(client.Expect(FrameKind.Progress, 1).Payload.Span)!["progress"]!);
        }

        client.Expect(FrameKind.Result, 1);
    }

    [Fact]
    public void Slow_call_blocks_nobody_on_the_same_connection_or_another()
    {
        using var client = _host.ConnectAndGreet();
        using var other = _host.ConnectAndGreet();
        client.Call(1, "sleep", """{"seconds":1000}""");
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal("same", client.CallForText("echo", """{"message":"same"}""", id: 2));
        Assert.Equal("other", other.CallForText("echo", """{"message":"other"}"""));
    }

    [Fact]
    public void Two_hundred_calls_to_a_slow_tool_are_in_flight_at_once_and_each_gets_its_own_answer()
    {
        const uint EachOfFour = 50;
        List<TestClient> clients = [.. Enumerable.Range(0, 4).Select(_ => _host.ConnectAndGreet())];
        foreach (var client in clients)
        {
            for (uint id = 1; id <= EachOfFour; id++)
            {
                client.Call(id, "echo-when", $$"""{"message":"{{clients.IndexOf(client)}}-{{id}}",{{_skill.UntilReleased[1..]}}""");
            }
        }

        using var curious = _host.Connect();
        Eventually.True(() => _skill.Journalled("call").Count == 200, "all calls have reached the server");
        Assert.Equal(200, (int)curious.Ask("status")["callsInFlight"]!);
        _skill.Release();
        foreach (var client in clients)
        {
            var unanswered = Enumerable.Range(1, (int)EachOfFour).Select(static id => (uint)id).ToHashSet();
            while (unanswered.Count > 0)
            {
                var frame = client.Read()!.Value;
                if (frame.Kind is FrameKind.Result)
                {
                    Assert.Equal($"{clients.IndexOf(client)}-{frame.Call}", TestClient.ResultText(frame));
                    Assert.True(unanswered.Remove(frame.Call));
                }
                else
                {
                    Assert.Equal(FrameKind.Accepted, frame.Kind);
                }
            }

            client.Dispose();
        }

        Assert.Equal(200, _skill.Journalled("call").Count);
    }

    [Fact]
    public void Call_reaches_the_server_only_after_its_Accepted_is_on_the_wire()
    {
        // Ten unread megabytes fill the client's socket, so that nothing more to it gets onto the wire.
        using var stuck = _host.ConnectAndGreet();
        using var other = _host.ConnectAndGreet();
        stuck.Call(1, "big", """{"bytes":10000000}""");
        Eventually.True(() => _skill.Journalled("call").Count == 1 && (int)other.Ask("status")["callsInFlight"]! == 0, "the large result is on its way");
        stuck.Call(2, "pid");
        Eventually.True(() => (int)other.Ask("status")["callsInFlight"]! == 1, "the second call has arrived");
        other.CallForText("echo", """{"message":"a round trip later"}""");
        Assert.Equal(["big", "echo"], _skill.Journalled("call"));

        stuck.Expect(FrameKind.Accepted, 1);
        stuck.Expect(FrameKind.Result, 1);
        stuck.Expect(FrameKind.Accepted, 2);
        stuck.Expect(FrameKind.Result, 2);
        Assert.Equal(["big", "echo", "pid"], _skill.Journalled("call"));
    }

    [Fact]
    public void Ten_megabytes_pass()
    {
        using var client = _host.ConnectAndGreet();
        Assert.Equal(10_000_000, client.CallForText("big", """{"bytes":10000000}""").Length);
    }

    [Fact]
    public void Servers_error_about_arguments_is_exit_2_and_others_exit_1_with_the_error_as_it_was()
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "echo");
        client.Expect(FrameKind.Accepted, 1);
        var arguments = client.ExpectFailure(1);
        Assert.Equal(ExitCode.WrongArguments, arguments.ExitCode);
        Assert.Equal("The server answered with error -32602: 'message' is required", arguments.Message);
        Assert.Equal("""{"code":-32602,"message":"\u0027message\u0027 is required","data":{"tool":"echo"}}""", arguments.ErrorJson);

        client.Call(2, "no-such-tool");
        client.Expect(FrameKind.Accepted, 2);
        Assert.Equal(ExitCode.ToolFailed, client.ExpectFailure(2).ExitCode);
    }

    [Fact]
    public void Tools_own_error_is_a_result()
    {
        using var client = _host.ConnectAndGreet();
        Assert.Equal("it went wrong", client.CallForText("fail"));
    }

    [Fact]
    public void Tool_that_the_config_leaves_out_is_refused_without_asking_the_server()
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "image");
        Assert.Equal(ExitCode.WrongArguments, client.ExpectFailure(1).ExitCode);
        Assert.Empty(_skill.Journalled("call"));
    }

    [Fact]
    public void Cancel_reaches_the_server_and_ends_the_call_as_interrupted_and_no_other()
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "sleep", """{"seconds":1000}""");
        client.Expect(FrameKind.Accepted, 1);
        client.Call(2, "sleep", """{"seconds":0.5}""");
        client.Expect(FrameKind.Accepted, 2);
        WaitForCalls(2);
        client.Cancel(1);
        Assert.Equal(ExitCode.Interrupted, client.ExpectFailure(1).ExitCode);
        client.Expect(FrameKind.Result, 2);
        Eventually.True(() => _skill.Journalled("stopped").Count == 1, "the server stopped one call");
    }

    [Fact]
    public void Timeout_reaches_the_server_and_is_exit_5()
    {
        using var client = _host.ConnectAndGreet();
        client.CallForText("pid");
        client.Call(2, "sleep", """{"seconds":1000}""", TimeSpan.FromSeconds(1));
        client.Expect(FrameKind.Accepted, 2);
        Assert.Equal(ExitCode.TimedOut, client.ExpectFailure(2).ExitCode);
        Eventually.True(() => _skill.Journalled("cancelled").Count == 1, "the server was told");
    }

    [Fact]
    public void Vanished_client_cancels_its_own_call_and_no_other()
    {
        using var staying = _host.ConnectAndGreet();
        var leaving = _host.ConnectAndGreet();
        staying.Call(1, "sleep", """{"seconds":0.5}""");
        leaving.Call(1, "sleep", """{"seconds":1000}""");
        staying.Expect(FrameKind.Accepted, 1);
        leaving.Expect(FrameKind.Accepted, 1);
        WaitForCalls(2);
        leaving.Dispose();
        Eventually.True(() => _skill.Journalled("stopped").Count == 1, "the server stopped the vanished client's call");
        staying.Expect(FrameKind.Result, 1);
        Assert.Single(_skill.Journalled("cancelled"));
    }

    [Fact]
    public void Client_that_sends_an_invalid_frame_is_disconnected_and_no_other_client_is_affected()
    {
        using var sane = _host.ConnectAndGreet();
        using var mad = _host.Connect();
        mad.SendRaw([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        Assert.Null(mad.Read());
        using var rude = _host.Connect();
        rude.Call(1, "echo", """{"message":"no hello"}""");
        Assert.Contains("called before it said Hello", rude.ExpectFailure(1).Message, StringComparison.Ordinal);
        Assert.Null(rude.Read());
        Assert.Equal("fine", sane.CallForText("echo", """{"message":"fine"}"""));
        Assert.Single(_skill.Journalled("call"));
    }

    [Theory]
    [InlineData((byte)FrameKind.Query, """{"verb":7}""", "A Query must have a string 'verb'.")]
    [InlineData((byte)FrameKind.Call, """{"method":"\ud800","params":{}}""", "A Call has a member of the wrong type, or a name with half of a surrogate pair.")]
    [InlineData((byte)FrameKind.Reply, "[]", "A Reply must be a JSON object with a number 'id' and an object 'result'.")]
    [InlineData((byte)FrameKind.Result, "{}", "A client cannot send Result.")]
    public void Message_that_cannot_be_read_ends_its_client_with_the_reason_and_nobody_else(byte kind, string payload, string reason)
    {
        using var sane = _host.ConnectAndGreet();
        using var mad = _host.ConnectAndGreet();
        mad.Send((FrameKind)kind, 1, payload);

        Assert.Contains(reason, mad.ExpectFailure(1).Message, StringComparison.Ordinal);
        Assert.Null(mad.Read());
        Assert.Equal("fine", sane.CallForText("echo", """{"message":"fine"}"""));
    }

    [Theory]
    [InlineData("""{"verb":"\ud800"}""")]
    [InlineData("""{"verb":"x","\ud800":1}""")]
    public void Half_of_a_surrogate_pair_in_a_query_costs_nobody_the_host(string payload)
    {
        using var mad = _host.Connect();
        mad.Send(FrameKind.Query, 1, payload);

        Assert.Contains("does not know the query", mad.ExpectFailure(1).Message, StringComparison.Ordinal);
        Assert.Equal(_host.Id, (int)mad.Ask("status")["hostPid"]!);
    }

    [Fact]
    public void Status_counts_and_is_no_activity()
    {
        using var client = _host.ConnectAndGreet();
        client.CallForText("pid");
        using var curious = _host.Connect();
        var status = curious.Ask("status");
        Assert.Equal("ready", (string?)status["state"]);
        Assert.Equal(_host.Id, (int)status["hostPid"]!);
        Assert.Equal(_skill.ServerIds.Single(), (int)status["serverPid"]!);
        Assert.Equal(1, (int)status["serverLaunches"]!);
        Assert.Equal(1, (int)status["calls"]!);
        Assert.Equal(0, (int)status["callsInFlight"]!);
        Assert.Equal("fault-server", (string?)status["server"]!["name"]);
        Assert.Equal("2025-11-25", (string?)status["server"]!["protocolVersion"]);

        var idle = (double)status["idleSeconds"]!;
        Eventually.True(() => (double)curious.Ask("status")["idleSeconds"]! > idle + 0.05, "idle time goes on while status is asked");
    }

    [Fact]
    public void Secrets_arguments_and_results_are_not_in_the_log()
    {
        using var client = _host.ConnectAndGreet();
        client.CallForText("echo", """{"message":"my-secret-argument"}""");
        Eventually.True(() => _skill.HostLog.Contains(" call echo answered with ", StringComparison.Ordinal), "the call is in the log");
        Assert.DoesNotContain("my-secret-argument", _skill.HostLog, StringComparison.Ordinal);
        Assert.DoesNotContain(_skill.Journal, _skill.HostLog, StringComparison.Ordinal);
    }

    // Accepted comes before the request is forwarded: a cancel at that moment keeps it from the server altogether.
    private void WaitForCalls(int count) =>
        Eventually.True(() => _skill.Journalled("call").Count == count, $"{count} calls have reached the server");
}
