using System.Globalization;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>Servers that say the same without end: it costs the host no memory, and nobody their answer.</summary>
public sealed class FloodTests
{
    private const long Megabyte = 1024 * 1024;

    // What a host of its own takes, with the runtime that tests run it on.
    private const long Slack = 128 * Megabyte;

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"often-%N%","method":"roots/list"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"often-%N%","method":"elicitation/create","params":{"message":"Well?","requestedSchema":{"type":"object","properties":{}}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"often","method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"often-%N%","method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%TOKEN%,"progress":%N%}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"message %N%"}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"%N%"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":%N%,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":%N%,"message":"no"},"method":"x"}""")]
    [InlineData("[log] {%N%} is not a message")]
    public void What_is_said_without_end_costs_no_memory_and_the_answer_comes_all_the_same(string line)
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "repeat", new JsonObject { ["line"] = line, ["times"] = 200_000 }.ToJsonString());
        Assert.Equal("said", TestClient.ResultText(ReadUntil(client, FrameKind.Result)));
        Assert.InRange(Memory("VmHWM", host), 0, 256 * Megabyte);

        // What it reads is answered again.
        var asks = new JsonObject { ["method"] = "ping" }.ToJsonString();
        client.Call(2, "ask", asks);
        Assert.Equal("{}", TestClient.ResultText(ReadUntil(client, FrameKind.Result)));
        Assert.Equal(1, (int)client.Ask("status")["serverLaunches"]!);
    }

    [Theory]
    [InlineData(14, "The server's tools differ")]
    [InlineData(50, "could not be compared")]
    public void Long_list_is_compared_or_refused_and_its_memory_is_given_back(int megabytes, string outcome)
    {
        using var skill = new TempSkill($"lists-{megabytes}-megabytes");
        File.WriteAllText(skill.Folder.CatalogFile, """{"tools":[]}""");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        Eventually.True(() => skill.HostLog.Contains(outcome, StringComparison.Ordinal), "the host has compared");
        Assert.InRange(Memory("VmHWM", host), 0, 256 * Megabyte);

        // What stays differs from run to run.
        Eventually.True(() => Memory("VmRSS", host) < Slack + (64 * Megabyte), $"the memory has gone back to the system; {Memory("VmRSS", host)} bytes stayed");
    }

    private static Frame ReadUntil(TestClient client, FrameKind kind)
    {
        while (true)
        {
            var frame = client.Read()!.Value;
            if (frame.Kind == kind)
            {
                return frame;
            }
        }
    }

    private static long Memory(string what, TestHost host) =>
        long.Parse(
            File.ReadLines($"/proc/{host.Id}/status").Single(line => line.StartsWith(what, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture) * 1024;
}
