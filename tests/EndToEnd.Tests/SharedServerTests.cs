using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace EndToEnd.Tests;

/// <summary><c>NAME mcp</c>: programs that speak MCP share the server that the skill keeps.</summary>
public sealed class SharedServerTests(SkillLibrary skills)
{
    private static JsonObject CanAsk => new() { ["elicitation"] = new JsonObject() };

    [Fact]
    public async Task A_client_is_greeted_as_the_server_would_greet_it_and_in_the_version_that_it_asks_for()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        Assert.Equal("2025-06-18", (string?)client.Greeting["protocolVersion"]);
        Assert.Equal("fault-server", (string?)client.Greeting["serverInfo"]!["name"]);
        Assert.Equal("Für Tests. 测试", (string?)client.Greeting["instructions"]);
        Assert.NotNull(client.Greeting["capabilities"]!["tools"]);
        Assert.NotNull(client.Greeting["capabilities"]!["completions"]);
        Assert.Empty(sandbox.JournalLines("launch"));
    }

    [Fact]
    public async Task Clients_and_the_executor_share_one_server()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var first = await McpLines.OpenAsync(sandbox);
        await using var second = await McpLines.OpenAsync(sandbox);
        var server = await first.CallAsync("pid");
        Assert.Equal(server, await second.CallAsync("pid"));
        Assert.Equal(server, (await sandbox.RunAsync("pid")).Expect(0).Output.Trim());
        Assert.Single(sandbox.JournalLines("launch"));
    }

    [Fact]
    public async Task A_client_that_is_killed_in_a_call_leaves_the_server_to_the_others()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var second = await McpLines.OpenAsync(sandbox);
        var server = await second.CallAsync("pid");
        await using (var first = await McpLines.OpenAsync(sandbox))
        {
            first.Begin("tools/call", McpLines.Call("sleep", new JsonObject { ["seconds"] = 600 }));
            await Eventually.TrueAsync(() => sandbox.JournalLines("call").Contains("call sleep"), "the call has begun");

            // The program that the client started, and no more: its standard input stays open.
            first.Server.Kill();
            await Eventually.TrueAsync(() => sandbox.JournalLines("stopped").Count > 0, "the call of the one that was killed is cancelled");
        }

        Assert.Equal(server, await second.CallAsync("pid"));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":6}""")]
    [InlineData("""{"jsonrpc":"2.0","id":6,"method":7}""")]
    [InlineData("""{"jsonrpc":"2.0","id":6,"method":null,"result":5}""")]
    [InlineData("""{"jsonrpc":"2.0","id":true,"method":"ping"}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"jsonrpc":"2.0","id":""")]
    public async Task A_message_that_is_none_is_answered_with_an_error_and_the_client_goes_on(string message)
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        await client.Server.StandardInput.WriteLineAsync(message);

        Assert.Equal("hi", await client.CallAsync("echo", new JsonObject { ["message"] = "hi" }));
        Assert.Contains(client.Others.Single(static other => other["error"] is not null)["error"]!["code"]!.GetValue<int>(), (int[])[-32600, -32700]);
    }

    [Fact]
    public async Task A_host_that_is_killed_between_calls_is_started_again_unnoticed()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        var server = await client.CallAsync("pid");
        ProcessTable.Kill(Assert.Single(sandbox.Hosts()));
        Assert.NotEqual(server, await client.CallAsync("pid"));
    }

    [Fact]
    public async Task A_result_arrives_byte_by_byte()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        var id = client.Begin("tools/call", McpLines.Call("structured"));
        var line = await client.Server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"\"id\":{id},", line, StringComparison.Ordinal);
        Assert.Contains("\"x-unknown\":1.50", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_own_error_arrives_as_it_is()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        var answer = await client.AskAsync("tools/call", McpLines.Call("echo"));
        Assert.Equal("""{"code":-32602,"message":"\u0027message\u0027 is required","data":{"tool":"echo"}}""", answer["error"]!.ToJsonString());
    }

    [Fact]
    public async Task A_tool_that_the_config_excludes_is_neither_listed_nor_called()
    {
        await using var sandbox = await skills.OpenFaultAsync(static config => config["tools"] = new JsonObject { ["exclude"] = new JsonArray("mark") });
        await using var client = await McpLines.OpenAsync(sandbox);
        var names = new List<string>();
        JsonNode? cursor = null;
        do
        {
            var page = (await client.AskAsync("tools/list", cursor is null ? [] : new JsonObject { ["cursor"] = cursor.DeepClone() }))["result"]!;
            names.AddRange(page["tools"]!.AsArray().Select(static tool => (string)tool!["name"]!));
            cursor = page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Contains("echo", names);
        Assert.DoesNotContain("mark", names);
        Assert.Contains("mark", (await client.AskAsync("tools/call", McpLines.Call("mark", new JsonObject { ["name"] = "x" })))["error"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(sandbox.JournalLines("mark"));
    }

    [Fact]
    public async Task Resources_prompts_and_completions_are_those_of_the_server()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        Assert.Equal("notes://all", (string?)(await client.AskAsync("resources/list"))["result"]!["resources"]![0]!["uri"]);
        Assert.Equal("notes://{city}", (string?)(await client.AskAsync("resources/templates/list"))["result"]!["resourceTemplates"]![0]!["uriTemplate"]);
        Assert.StartsWith("buy milk", (string?)(await client.AskAsync("resources/read", new JsonObject { ["uri"] = "notes://all" }))["result"]!["contents"]![0]!["text"], StringComparison.Ordinal);
        Assert.Equal("greet-in", (string?)(await client.AskAsync("prompts/list"))["result"]!["prompts"]![0]!["name"]);
        Assert.Equal(2, (await client.AskAsync("prompts/get", new JsonObject { ["name"] = "greet-in" }))["result"]!["messages"]!.AsArray().Count);
        var completion = await client.AskAsync("completion/complete", new JsonObject
        {
            ["ref"] = new JsonObject { ["type"] = "ref/prompt", ["name"] = "greet-in" },
            ["argument"] = new JsonObject { ["name"] = "city", ["value"] = "Pa" },
        });
        Assert.Equal("""["Paris","Parma"]""", completion["result"]!["completion"]!["values"]!.ToJsonString());
    }

    [Fact]
    public async Task Progress_comes_back_under_the_clients_own_token_before_the_answer()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        var call = McpLines.Call("progress", new JsonObject { ["steps"] = 3 });
        call["_meta"] = new JsonObject { ["progressToken"] = "mine" };
        await client.AskAsync("tools/call", call);
        var progress = client.Others.Where(static message => (string?)message["method"] == "notifications/progress").ToArray();
        Assert.Equal([1, 2, 3], progress.Select(static message => (int)message["params"]!["progress"]!));
        Assert.All(progress, static message => Assert.Equal("mine", (string?)message["params"]!["progressToken"]));
    }

    [Fact]
    public async Task A_client_gets_log_messages_of_the_level_that_it_wants()
    {
        // The fault server does not know logging/setLevel, but what a client wants is kept.
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        await client.CallAsync("progress", new JsonObject { ["steps"] = 1 });
        Assert.Equal("counting", (string?)(await client.NextAsync("notifications/message"))["params"]!["data"]);
        await client.AskAsync("logging/setLevel", new JsonObject { ["level"] = "error" });
        await client.CallAsync("progress", new JsonObject { ["steps"] = 1 });
        Assert.DoesNotContain(client.Others, static message => (string?)message["method"] == "notifications/message");
    }

    [Fact]
    public async Task A_call_that_the_client_cancels_is_cancelled_at_the_server_and_not_answered()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        var id = client.Begin("tools/call", McpLines.Call("sleep", new JsonObject { ["seconds"] = 600 }));
        await Eventually.TrueAsync(() => sandbox.JournalLines("call").Contains("call sleep"), "the call has begun");
        client.Say("notifications/cancelled", new JsonObject { ["requestId"] = id });
        await Eventually.TrueAsync(() => sandbox.JournalLines("stopped").Count > 0, "the server has stopped the call");
        await client.CallAsync("pid");
        Assert.DoesNotContain(client.Others, message => (int?)message["id"] == id);
    }

    [Fact]
    public async Task A_question_of_the_server_goes_to_the_client_that_called()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var other = await McpLines.OpenAsync(sandbox, CanAsk);
        await using var client = await McpLines.OpenAsync(sandbox, CanAsk);
        await other.CallAsync("pid");
        var id = client.Begin("tools/call", McpLines.Call("ask", new JsonObject
        {
            ["method"] = "elicitation/create",
            ["params"] = """{"message":"Which colour?","requestedSchema":{"type":"object","properties":{"colour":{"type":"string"}}}}""",
        }));
        var question = await client.NextAsync("elicitation/create");
        Assert.Equal("Which colour?", (string?)question["params"]!["message"]);
        client.Write(new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = question["id"]!.DeepClone(),
            ["result"] = new JsonObject { ["action"] = "accept", ["content"] = new JsonObject { ["colour"] = "red" } },
        });
        Assert.Contains("red", (await client.AnswerAsync(id))["result"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(other.Others);
    }

    [Fact]
    public async Task A_question_to_a_client_that_cannot_ask_is_declined()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var client = await McpLines.OpenAsync(sandbox);
        var said = await client.CallAsync("ask", new JsonObject
        {
            ["method"] = "elicitation/create",
            ["params"] = """{"message":"Which colour?","requestedSchema":{"type":"object","properties":{}}}""",
        });
        Assert.Contains("decline", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_that_asks_lets_the_clients_user_decide(bool agrees)
    {
        await using var sandbox = await skills.OpenFaultAsync(static config =>
            config["rules"] = new JsonArray(new JsonObject { ["tools"] = new JsonArray("mark"), ["do"] = "ask" }));
        await using var client = await McpLines.OpenAsync(sandbox, CanAsk);
        var id = client.Begin("tools/call", McpLines.Call("mark", new JsonObject { ["name"] = "x" }));
        var question = await client.NextAsync("elicitation/create");
        Assert.Contains("mark", (string?)question["params"]!["message"], StringComparison.Ordinal);
        client.Write(new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = question["id"]!.DeepClone(),
            ["result"] = new JsonObject { ["action"] = "accept", ["content"] = new JsonObject { ["allow"] = agrees } },
        });
        Assert.Equal(agrees, (await client.AnswerAsync(id))["result"] is not null);
        Assert.Equal(agrees ? 1 : 0, sandbox.JournalLines("mark").Count);
    }

    [Fact]
    public async Task A_rule_that_asks_tells_a_client_that_cannot_ask_how_a_person_agrees()
    {
        await using var sandbox = await skills.OpenFaultAsync(static config =>
            config["rules"] = new JsonArray(new JsonObject { ["tools"] = new JsonArray("mark"), ["do"] = "ask" }));
        sandbox.SetVariable("MCP_SKILL_STATE_DIR", Path.Combine(sandbox.Root, "state"));
        await using var client = await McpLines.OpenAsync(sandbox);
        var answer = await client.AskAsync("tools/call", McpLines.Call("mark", new JsonObject { ["name"] = "x" }));
        Assert.Contains(" approve ", (string?)answer["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(7, (int?)answer["error"]!["data"]!["exitCode"]);
        Assert.Empty(sandbox.JournalLines("mark"));
    }

    [Fact]
    public async Task Every_client_hears_that_a_list_has_changed()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await using var first = await McpLines.OpenAsync(sandbox);
        await using var second = await McpLines.OpenAsync(sandbox);
        await second.AskAsync("tools/list");
        await first.AskAsync("tools/list");
        await first.CallAsync("grow");
        await first.NextAsync("notifications/tools/list_changed");
        await second.NextAsync("notifications/tools/list_changed");
    }

    [Fact]
    public async Task A_client_that_waits_does_not_keep_the_server_from_retiring()
    {
        await using var sandbox = await skills.OpenFaultAsync(static config => config["keep_alive"] = new JsonObject { ["enabled"] = true, ["timeout"] = 1, ["check_interval"] = 0.2 });
        await using var client = await McpLines.OpenAsync(sandbox);
        await client.CallAsync("pid");
        await Eventually.TrueAsync(() => sandbox.Hosts().Count == 0, "the host has retired");
        await client.CallAsync("pid");
        Assert.Equal(2, sandbox.JournalLines("launch").Count);
    }

    [Fact]
    public async Task The_client_of_the_SDK_finds_a_server_in_it()
    {
        // The SDK does not read half an emoji.
        await using var sandbox = await skills.OpenFaultAsync(static config => config["tools"] = new JsonObject { ["exclude"] = new JsonArray("half-emoji") });
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = sandbox.Executor,
            Arguments = ["mcp"],
            EnvironmentVariables = sandbox.Variables.ToDictionary(),
        });
        await using var client = await McpClient.CreateAsync(transport, cancellationToken: TestContext.Current.CancellationToken);
        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(tools, static tool => tool.Name == "notes-list");
        var result = await client.CallToolAsync("echo", new Dictionary<string, object?> { ["message"] = "hello" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("hello", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
    }
}
