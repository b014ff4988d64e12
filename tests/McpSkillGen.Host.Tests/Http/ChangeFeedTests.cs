using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.HttpFaultServer;
using Microsoft.AspNetCore.Http;

namespace McpSkillGen.Host.Tests.Http;

/// <summary>Modern servers say when their tools change only where they are asked to.</summary>
public sealed class ChangeFeedTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _changed = new();
    private readonly TaskCompletionSource _leftAlone = new();
    private FaultyHttpServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FaultyHttpServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Change_that_a_modern_server_tells_of_is_noticed_and_the_host_stops_listening_when_it_leaves()
    {
        (_server.Version, _server.TellsOfChanges, _server.OnMessage) = ("2026-07-28", true, TellAsync);
        using var skill = TempSkill.Remote(_server.Url);
        await File.WriteAllTextAsync(skill.Folder.CatalogFile, """{"tools":[{"name":"echo","inputSchema":{"type":"object"}}]}""", TestContext.Current.CancellationToken);
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("echo", """{"message":"hi"}""");
            Eventually.True(() => skill.HostLog.Contains("The server's tools match the skill's.", StringComparison.Ordinal), "the host has compared");

            _server.Tools = [FaultyHttpServer.Tool("echo"), FaultyHttpServer.Tool("grown")];
            _changed.SetResult();

            Eventually.True(() => (string?)client.Ask("status")["drift"] is "added grown", "the host has compared again");
        }

        host.Signal("TERM");
        host.WaitForExit();
        await _leftAlone.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Server_that_tells_of_nothing_is_not_asked_to()
    {
        _server.Version = "2026-07-28";
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();

        client.CallForText("echo", """{"message":"hi"}""");

        Assert.DoesNotContain("subscriptions/listen", _server.Seen);
    }

    private async Task<bool> TellAsync(HttpContext context, JsonObject message)
    {
        if ((string?)message["method"] != "subscriptions/listen")
        {
            return false;
        }

        await using var aborted = context.RequestAborted.Register(_leftAlone.SetResult);
        await SayAsync("notifications/subscriptions/acknowledged", new JsonObject { ["notifications"] = message["params"]!["notifications"]!.DeepClone() });
        await _changed.Task;
        await SayAsync("notifications/tools/list_changed", []);
        await _leftAlone.Task;
        return true;

        Task SayAsync(string method, JsonObject parameters)
        {
            parameters["_meta"] = new JsonObject { ["io.modelcontextprotocol/subscriptionId"] = message["id"]!.DeepClone() };
            var notification = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters };
            return FaultyHttpServer.WriteEventAsync(context, $"event: message\ndata: {notification.ToJsonString()}\n\n");
        }
    }
}
