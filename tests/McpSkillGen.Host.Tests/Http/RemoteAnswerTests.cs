using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.HttpFaultServer;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;
using Microsoft.AspNetCore.Http;

namespace McpSkillGen.Host.Tests.Http;

/// <summary>What comes back over HTTP: large, in pieces, out of the ordinary.</summary>
public sealed class RemoteAnswerTests : IAsyncLifetime
{
    private FaultyHttpServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FaultyHttpServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Result_of_100_MB_costs_the_host_little_more_than_its_own_size(bool asEvents)
    {
        const int Length = 100_000_000;
        OnCall((context, message) => FloodAsync(context, message, Length, asEvents));
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo");
        client.Expect(FrameKind.Accepted, 1);
        Assert.InRange(client.Expect(FrameKind.Result, 1).Payload.Length, Length, Length + 100);
        var peak = File.ReadLines($"/proc/{host.Id}/status").Single(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Assert.InRange(int.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture), 0, 400_000);
    }

    [Fact]
    public void Result_beyond_the_limit_is_thrown_away_and_told_and_the_host_stays_as_it_is()
    {
        OnCall((context, message) => FloodAsync(context, message, 300_000_000, asEvents: false));
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        var failure = RemoteSessionTests.Call(client, 1);
        Assert.Equal(ExitCode.ToolFailed, failure.ExitCode);
        Assert.Contains("is longer than the 256 MB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Argument_of_10_MB_arrives_whole_and_with_its_length()
    {
        long? length = null;
        OnCall(async (context, message) =>
        {
            length = context.Request.ContentLength;
            await FaultyHttpServer.AnswerAsync(context, FaultyHttpServer.Text(message, $"{((string?)message["params"]!["arguments"]!["message"])!.Length}"));
        });
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal("10000000", client.CallForText("echo", $$"""{"message":"{{new string('x', 10_000_000)}}"}"""));
        Assert.True(length > 10_000_000);
    }

    [Fact]
    public void Progress_and_logs_of_a_stream_come_in_order_and_before_the_result()
    {
        OnCall(async (context, message) =>
        {
            var token = message["params"]!["_meta"]!["progressToken"]!.ToJsonString();
            for (var i = 0; i < 50; i++)
            {
                var progress = new JsonObject
                {
                    ["jsonrpc"] = "2.0",
                    ["method"] = "notifications/progress",
                    ["params"] = new JsonObject { ["progressToken"] = JsonNode.Parse(token), ["progress"] = i },
                };
                await FaultyHttpServer.WriteEventAsync(context, $"event: message\ndata: {progress.ToJsonString()}\n\n");
            }

            await FaultyHttpServer.WriteEventAsync(context, $"data: {FaultyHttpServer.Text(message, "done").ToJsonString()}\n\n");
        });
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo");
        client.Expect(FrameKind.Accepted, 1);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(i, (int)JsonNode.Parse(client.Expect(FrameKind.Progress, 1).Payload.Span)!["progress"]!);
        }

        Assert.Equal("done", TestClient.ResultText(client.Expect(FrameKind.Result, 1)));
    }

    [Fact]
    public void Stream_that_can_be_resumed_is_resumed_and_the_call_runs_once()
    {
        JsonObject? begun = null;
        OnCall(async (context, message) =>
        {
            begun = message;
            await FaultyHttpServer.WriteEventAsync(context, "id: 7\nretry: 10\ndata: \n\n");
        });
        _server.OnRequest = async context =>
        {
            if (context.Request.Method == "GET" && context.Request.Headers["Last-Event-ID"] == "7")
            {
                await FaultyHttpServer.WriteEventAsync(context, $"id: 8\ndata: {FaultyHttpServer.Text(begun!, "after all").ToJsonString()}\n\n");
                return true;
            }

            return false;
        };
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal("after all", client.CallForText("echo"));
        Assert.Equal(1, _server.Calls);
    }

    [Theory]
    [InlineData("301")]
    [InlineData("307")]
    [InlineData("308")]
    public void Redirect_within_the_server_is_followed_with_message_and_headers(string status)
    {
        var authorized = 0;
        _server.OnRequest = context =>
        {
            if (context.Request.Path == "/old")
            {
                context.Response.StatusCode = int.Parse(status, CultureInfo.InvariantCulture);
                context.Response.Headers.Location = "/mcp";
                return Task.FromResult(true);
            }

            authorized += context.Request.Headers.Authorization == "Bearer hush" ? 1 : 0;
            return Task.FromResult(false);
        };
        using var skill = TempSkill.Remote(_server.Url.Replace("/mcp", "/old", StringComparison.Ordinal))
            .With("headers", new JsonObject { ["Authorization"] = "Bearer hush" });
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
        Assert.True(authorized > 0);
    }

    [Theory]
    [InlineData("redirect")]
    [InlineData("endpoint")]
    public async Task Neither_headers_nor_arguments_go_to_a_server_that_the_config_does_not_name(string lure)
    {
        await using var other = await FaultyHttpServer.StartAsync();
        _server.OnRequest = async context =>
        {
            if (lure == "redirect")
            {
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = other.Url;
            }
            else
            {
                await FaultyHttpServer.WriteEventAsync(context, $"event: endpoint\ndata: {other.Url}\n\n");
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            }

            return true;
        };
        using var skill = TempSkill.Remote(_server.Url, lure == "redirect" ? "http" : "sse")
            .With("headers", new JsonObject { ["Authorization"] = "Bearer hush" });
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo");
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.Contains("another", failure.Message, StringComparison.Ordinal);
        Assert.Contains("not followed", failure.Message, StringComparison.Ordinal);
        Assert.Empty(other.Connections);
    }

    [Fact]
    public void Servers_own_error_is_told_as_it_is()
    {
        OnCall((context, message) => FaultyHttpServer.AnswerAsync(context, new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = message["id"]!.DeepClone(),
            ["error"] = new JsonObject { ["code"] = -32602, ["message"] = "no such fruit", ["data"] = new JsonObject { ["fruit"] = "stone" } },
        }));
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        var failure = RemoteSessionTests.Call(client, 1);
        Assert.Equal(ExitCode.WrongArguments, failure.ExitCode);
        Assert.Contains("no such fruit", failure.Message, StringComparison.Ordinal);
        Assert.Contains("stone", failure.ErrorJson, StringComparison.Ordinal);
    }

    private void OnCall(Func<HttpContext, JsonObject, Task> answer) => _server.OnMessage = async (context, message) =>
    {
        if ((string?)message["method"] != "tools/call")
        {
            return false;
        }

        await answer(context, message);
        return true;
    };

    private static async Task FloodAsync(HttpContext context, JsonObject message, int length, bool asEvents)
    {
        context.Response.ContentType = asEvents ? "text/event-stream" : "application/json";
        await context.Response.WriteAsync((asEvents ? "data: " : "") + "{\"jsonrpc\":\"2.0\",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"");
        var xs = Encoding.ASCII.GetBytes(new string('x', 100_000));
        for (var left = length; left > 0; left -= xs.Length)
        {
            await context.Response.Body.WriteAsync(xs, context.RequestAborted);
        }

        await context.Response.WriteAsync($"\"}}]}},\"id\":{message["id"]!.ToJsonString()}}}" + (asEvents ? "\n\n" : ""));
    }
}
