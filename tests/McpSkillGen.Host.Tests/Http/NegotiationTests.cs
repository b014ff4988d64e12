using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.HttpFaultServer;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests.Http;

/// <summary>Which transport and protocol version a server is spoken to with, and that it is asked only once.</summary>
public sealed class NegotiationTests : IAsyncLifetime
{
    private FaultyHttpServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FaultyHttpServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("2024-11-05", true)]
    [InlineData("2024-11-05", false)]
    [InlineData("2025-03-26", false)]
    [InlineData("2025-06-18", false)]
    [InlineData("2025-11-25", false)]
    [InlineData("2026-07-28", false)]
    public void Every_version_is_spoken_and_the_second_host_asks_for_it_at_once(string version, bool isSse)
    {
        _server.Version = version;
        _server.IsSse = isSse;
        using var skill = TempSkill.Remote(_server.Url);
        AssertServed(skill, version, isSse ? "sse" : "http");
        _server.Seen.Clear();

        AssertServed(skill, version, isSse ? "sse" : "http");
        Assert.Equal(isSse ? "GET" : version == "2026-07-28" ? "server/discover" : "initialize", _server.Seen.First());
        Assert.DoesNotContain("POST declined", _server.Seen);
    }

    [Fact]
    public void Transport_that_the_config_names_is_the_only_one_tried()
    {
        _server.IsSse = true;
        using var skill = TempSkill.Remote(_server.Url, "http");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo");
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.Contains("status 405", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\"transport\"", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("GET", _server.Seen);
    }

    [Fact]
    public void Address_that_is_no_MCP_server_is_told_by_its_first_answer()
    {
        _server.OnRequest = static context =>
        {
            context.Response.StatusCode = 404;
            return Task.FromResult(true);
        };
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo");
        Assert.Contains("status 404", client.ExpectFailure(1).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_remembered_is_forgotten_when_it_is_no_longer_true()
    {
        using var skill = TempSkill.Remote(_server.Url);
        AssertServed(skill, "2025-11-25", "http");
        _server.IsSse = true;
        AssertServed(skill, "2025-11-25", "sse");
        _server.IsSse = false;
        _server.Version = "2026-07-28";
        AssertServed(skill, "2026-07-28", "http");
        _server.Version = "2025-06-18";
        AssertServed(skill, "2025-06-18", "http");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":"1","launch":2,"transport":[],"protocol":{}}""")]
    [InlineData("""{"version":99,"launch":"x","transport":"http","protocol":"2030-01-01"}""")]
    public void Broken_memory_is_as_good_as_none(string kept)
    {
        using var skill = TempSkill.Remote(_server.Url);
        Directory.CreateDirectory(skill.RuntimeDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(skill.Instance.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(skill.Instance.Handshake, kept);
        AssertServed(skill, "2025-11-25", "http");
        Assert.Contains("\"protocol\":\"2025-11-25\"", File.ReadAllText(skill.Instance.Handshake), StringComparison.Ordinal);
    }

    [Fact]
    public void Modern_server_gets_its_headers_also_those_that_a_schema_asks_for()
    {
        _server.Version = "2026-07-28";
        var tool = FaultyHttpServer.Tool("echo");
        tool["inputSchema"]!["properties"] = new JsonObject
        {
            ["message"] = new JsonObject { ["type"] = "string", ["x-mcp-header"] = "Text" },
        };
        var broken = FaultyHttpServer.Tool("broken");
        broken["inputSchema"]!["properties"] = new JsonObject { ["x"] = new JsonObject { ["type"] = "object", ["x-mcp-header"] = "not a token" } };
        _server.Tools = [broken, tool];
        var headers = new List<string>();
        _server.OnMessage = (context, message) =>
        {
            if ((string?)message["method"] == "tools/call")
            {
                headers.AddRange([context.Request.Headers["Mcp-Method"]!, context.Request.Headers["Mcp-Name"]!, context.Request.Headers["Mcp-Param-Text"]!]);
            }

            return Task.FromResult(false);
        };
        using var skill = TempSkill.Remote(_server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("echo", """{"message":"hi"}""");
        Assert.Equal(["tools/call", "echo", "hi"], headers);
    }

    [Fact]
    public void Tool_whose_headers_the_specification_forbids_is_neither_offered_nor_called()
    {
        _server.Version = "2026-07-28";
        var forbidden = FaultyHttpServer.Tool("forbidden");
        forbidden["inputSchema"]!["properties"] = new JsonObject { ["x"] = new JsonObject { ["type"] = "string", ["x-mcp-header"] = "not a token" } };
        _server.Tools = [forbidden, FaultyHttpServer.Tool("echo")];
        using var skill = TempSkill.Remote(_server.Url);

        var (exitCode, output, errors) = TestHost.Introspect(skill);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "forbidden");
        client.Expect(FrameKind.Accepted, 1);

        Assert.Equal(0, exitCode);
        Assert.Equal(["echo"], JsonNode.Parse(output)!["tools"]!.AsArray().Select(static tool => (string)tool!["name"]!));
        Assert.Contains("Skipped the tool 'forbidden': ", errors, StringComparison.Ordinal);
        Assert.Contains("describes the tool 'forbidden' in a way that MCP forbids", client.ExpectFailure(1).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("exits-on-discover")]
    [InlineData("answers-discover-with-{}")]
    [InlineData("speaks-2024")]
    [InlineData("garbage-on-stdout")]
    public void Second_host_of_a_process_does_not_probe_it_again(string? mode)
    {
        using var skill = mode is null ? new TempSkill() : new TempSkill(mode);
        for (var round = 0; round < 2; round++)
        {
            var launchesBefore = skill.Journalled("launch").Count;
            var askedBefore = skill.Journalled("discover").Count;
            using var host = TestHost.StartReady(skill);
            using (var client = host.ConnectAndGreet())
            {
                client.CallForText("pid");
            }

            host.Signal("TERM");
            host.WaitForExit();
            if (round > 0)
            {
                Assert.Equal(launchesBefore + 1, skill.Journalled("launch").Count);
                Assert.Equal(askedBefore, skill.Journalled("discover").Count);
            }
        }
    }

    [Fact]
    public void Host_of_one_call_takes_the_version_from_the_skills_catalog_and_leaves_no_file()
    {
        using var skill = new TempSkill();
        File.WriteAllText(skill.Folder.CatalogFile, """{"protocolVersion":"2025-06-18","tools":[]}""");
        using var host = TestHost.Launch(skill, ["serve", "--skill", skill.Folder.Root, "--stdio"]);
        using var client = new TestClient(host.StandardOutput.BaseStream, host.StandardInput.BaseStream);
        client.Hello(skill.Fingerprint);
        client.Expect(FrameKind.Welcome);
        client.CallForText("pid");
        Assert.Equal("2025-06-18", (string?)client.Ask("status")["server"]!["protocolVersion"]);
        host.StandardInput.Close();
        Assert.True(host.WaitForExit(Eventually.Deadline));
        Assert.Empty(skill.Journalled("discover"));
        Assert.False(Directory.Exists(skill.RuntimeDirectory));
    }

    [Fact]
    public void Who_waits_for_a_slow_server_is_told_that_it_is_starting()
    {
        using var skill = new TempSkill("never-answers");
        skill.Variables["MCP_SKILL_START_TIMEOUT"] = "12";
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "pid");
        var told = TestClient.Text(client.Expect(FrameKind.Log, 1));
        Assert.Contains("still starting", told, StringComparison.Ordinal);
        Assert.Contains("fault-server", told, StringComparison.Ordinal);
        client.Cancel(1);
        Assert.Equal(ExitCode.Interrupted, client.ExpectFailure(1).ExitCode);
    }

    private static void AssertServed(TempSkill skill, string version, string transport)
    {
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
            var server = client.Ask("status")["server"]!;
            Assert.Equal(version, (string?)server["protocolVersion"]);
            Assert.Equal(transport, (string?)server["transport"]);
        }

        host.Signal("TERM");
        Assert.Equal(0, host.WaitForExit());
    }
}
