using McpSkillGen.Host.Tests.Support;
using McpSkillGen.HttpFaultServer;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;
using Microsoft.AspNetCore.Http;

namespace McpSkillGen.Host.Tests.Http;

/// <summary>Servers over HTTP are kept alive as processes are, and a call runs at most once, whatever becomes of its session.</summary>
public sealed class RemoteSessionTests : IAsyncLifetime
{
    private FaultyHttpServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FaultyHttpServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calls_share_one_session_and_its_connections(bool isSse)
    {
        _server.IsSse = isSse;
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        for (var i = 0; i < 20; i++)
        {
            using var client = host.ConnectAndGreet();
            Assert.Equal($"hi {i}", client.CallForText("echo", $$"""{"message":"hi {{i}}"}"""));
        }

        Assert.Equal(1, _server.Sessions);

        // One that calls share, one for the stream of unsolicited messages, and those of what was in flight beside them at the start.
        Assert.InRange(_server.Connections.Count, 1, 4);
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(400, false)]
    [InlineData(404, true)]
    [InlineData(400, true)]
    public void Lost_session_is_renewed_and_the_call_runs_once(int status, bool isSse)
    {
        _server.IsSse = isSse;
        _server.LostSessionStatus = status;
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("echo", """{"message":"before"}""");
        _server.ForgetSessions();
        Assert.Equal("after", client.CallForText("echo", """{"message":"after"}""", id: 2));
        Assert.Equal(2, _server.Sessions);
        Assert.Equal(3, _server.Calls);
        Assert.Equal("ready", (string?)client.Ask("status")["state"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_that_restarts_between_calls_is_not_noticed_by_them(bool isSse)
    {
        _server.IsSse = isSse;
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        for (uint round = 1; round <= 3; round++)
        {
            Assert.Equal($"round {round}", client.CallForText("echo", $$"""{"message":"round {{round}}"}""", id: round));
            await _server.StopAsync();
            await _server.StartAgainAsync();
        }
    }

    [Fact]
    public async Task Server_that_is_gone_is_exit_4_and_found_by_the_first_call_after_its_return()
    {
        using var skill = TempSkill.Remote(_server.Url + "?key=hush");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("echo");
        await _server.StopAsync();
        for (uint id = 2; id < 9; id++)
        {
            var failure = Call(client, id);
            Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
            Assert.Contains($"127.0.0.1:{_server.Port}/mcp could not be reached", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", failure.Message + skill.HostLog, StringComparison.Ordinal);
        }

        await _server.StartAgainAsync();
        Assert.Equal("back", client.CallForText("echo", """{"message":"back"}""", id: 9));
    }

    [Theory]
    [InlineData("500")]
    [InlineData("reset")]
    [InlineData("half of the body")]
    [InlineData("half of an event")]
    [InlineData("no event")]
    [InlineData("html")]
    public void Call_whose_answer_is_lost_is_of_unknown_outcome_and_not_repeated(string fault)
    {
        _server.OnMessage = (context, message) => Fault(context, (string?)message["method"], fault);
        using var skill = TempSkill.Remote(_server.Url, "http");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        var failure = Call(client, 1);
        Assert.Equal(ExitCode.OutcomeUnknown, failure.ExitCode);
        Assert.Contains($"127.0.0.1:{_server.Port}/mcp", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _server.Calls);

        // The session is as good as before.
        _server.OnMessage = null;
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}""", id: 2));
    }

    [Theory]
    [InlineData("500")]
    [InlineData("half of the body")]
    public void Call_that_is_safe_to_repeat_is_repeated_once(string fault)
    {
        var faults = 0;
        _server.OnMessage = (context, message) =>
            (string?)message["method"] == "tools/call" && Interlocked.Increment(ref faults) == 1
                ? Fault(context, "tools/call", fault)
                : Task.FromResult(false);
        using var skill = TempSkill.Remote(_server.Url, "http");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo", """{"message":"again"}""", isSafeToRepeat: true);
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal("again", TestClient.ResultText(client.Expect(FrameKind.Result, 1)));
        Assert.Equal(2, _server.Calls);
    }

    [Fact]
    public async Task Sse_stream_that_is_cut_during_a_call_makes_it_unknown_and_the_next_call_has_a_new_one()
    {
        _server.IsSse = true;
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("echo");
        _server.OnMessage = static (_, message) => Task.FromResult((string?)message["method"] == "tools/call");
        client.Call(2, "echo");
        client.Expect(FrameKind.Accepted, 2);
        Eventually.True(() => _server.Calls == 2, "the call is at the server");
        await _server.StopAsync();
        Assert.Equal(ExitCode.OutcomeUnknown, client.ExpectFailure(2).ExitCode);
        _server.OnMessage = null;
        await _server.StartAgainAsync();
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}""", id: 3));

        // The old session may refuse it first.
        Assert.InRange(_server.Calls, 3, 4);
    }

    [Theory]
    [InlineData(403, "not authorized")]
    [InlineData(429, "Try again in 7 s")]
    public void Declined_call_is_exit_4_and_says_what_to_do(int status, string remedy)
    {
        _server.OnMessage = async (context, message) =>
        {
            if ((string?)message["method"] != "tools/call")
            {
                return false;
            }

            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "7";
            await context.Response.WriteAsync("a short\nreason");
            return true;
        };
        using var skill = TempSkill.Remote(_server.Url + "?key=hush");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        var failure = Call(client, 1);
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.Contains($"status {status}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("a short reason", failure.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _server.Calls);
    }

    [Fact]
    public void Server_that_wants_authorization_is_exit_4_at_once_and_not_tried_in_other_ways()
    {
        _server.OnRequest = static context =>
        {
            context.Response.StatusCode = 401;
            return Task.FromResult(true);
        };
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo");
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.Contains("You are not logged in to http://127.0.0.1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_that_hangs_times_out_the_server_is_told_and_a_deaf_one_gets_a_fresh_session()
    {
        _server.OnMessage = async (context, message) =>
        {
            if ((string?)message["method"] is "tools/call" or "tools/list" && _server.Sessions == 1)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                return true;
            }

            return false;
        };
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo", timeout: TimeSpan.FromSeconds(2));
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal(ExitCode.TimedOut, client.ExpectFailure(1).ExitCode);
        Eventually.True(() => _server.Seen.Contains("notifications/cancelled"), "the server was told");
        Eventually.True(() => _server.Sessions == 2, "there is a fresh session");
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}""", id: 2));
    }

    [Fact]
    public void Idle_server_is_not_asked_how_it_is()
    {
        using var skill = TempSkill.Remote(_server.Url).With("keep_alive", new System.Text.Json.Nodes.JsonObject { ["check_interval"] = 0.1 });
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("echo");
        var uptime = (double)client.Ask("status")["uptimeSeconds"]!;
        Eventually.True(() => (double)client.Ask("status")["uptimeSeconds"]! > uptime + 1, "ten intervals have passed");

        // Once to compare its tools with the skill's.
        Assert.InRange(_server.Seen.Count(static seen => seen == "tools/list"), 0, 1);
    }

    [Fact]
    public void Leaving_host_ends_its_session_and_does_not_wait_for_a_server_that_hangs()
    {
        _server.OnRequest = async context =>
        {
            if (context.Request.Method == "DELETE")
            {
                _server.Seen.Enqueue("DELETE");
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                return true;
            }

            return false;
        };
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("echo");
        }

        host.Signal("TERM");
        Assert.Equal(0, host.WaitForExit());
        Assert.Contains("DELETE", _server.Seen);
    }

    internal static FailureMessage Call(TestClient client, uint id)
    {
        client.Call(id, "echo");
        var frame = client.Read()!.Value;
        return frame.Kind is FrameKind.Accepted ? client.ExpectFailure(id) : TestClient.FailureIn(frame.Payload);
    }

    private static async Task<bool> Fault(HttpContext context, string? method, string fault)
    {
        if (method != "tools/call")
        {
            return false;
        }

        switch (fault)
        {
            case "500":
                context.Response.StatusCode = 500;
                await context.Response.WriteAsync("out of cheese");
                break;
            case "reset":
                context.Abort();
                break;
            case "half of the body":
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("""{"jsonrpc":"2.0","result":{"content":[""");
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            case "half of an event":
                await FaultyHttpServer.WriteEventAsync(context, "data: {\"jsonrpc\":\"2.0\",\"id\":");
                context.Abort();
                break;
            case "no event":
                await FaultyHttpServer.WriteEventAsync(context, ": nothing to say\n\n");
                break;
            case "html":
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<h1>Welcome</h1>");
                break;
        }

        return true;
    }
}
