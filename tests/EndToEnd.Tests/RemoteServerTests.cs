using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>A real server over HTTP, in both transports, kept alive and called by real executors.</summary>
public sealed class RemoteServerTests(SkillLibrary skills)
{
    [Theory]
    [InlineData("streamableHttp", "mcp", "http")]
    [InlineData("sse", "sse", "sse")]
    public async Task Everything_over_http_outlives_its_restarts_and_its_callers_notice_only_what_was_cut(string mode, string path, string transport)
    {
        var port = FreePort();
        using var server = await NodeServer.StartAsync(mode, port);
        await using var skill = await skills.OpenEverythingAsync(config => PointTo(config, $"http://127.0.0.1:{port}/{path}"));

        Assert.Equal("Echo: hi\n", (await skill.RunAsync("echo", "--message", "hi")).Expect(0).Output);
        Assert.Equal(transport, (string?)(await skill.StatusAsync())!["server"]!["transport"]);
        Assert.Contains("42", (await skill.RunAsync("get-sum", "--a", "2", "--b", "40")).Expect(0).Output, StringComparison.Ordinal);
        var host = (int)(await skill.StatusAsync())!["hostPid"]!;

        for (var round = 0; round < 3; round++)
        {
            await server.RestartAsync();
            Assert.Equal($"Echo: {round}\n", (await skill.RunAsync("echo", "--message", $"{round}")).Expect(0).Output);
        }

        // Killed under a call: nobody knows whether it ran.
        var cut = skill.RunAsync("trigger-long-running-operation", "--duration", "60", "--steps", "60");
        await Eventually.TrueAsync(async () => (int)(await skill.StatusAsync())!["callsInFlight"]! == 1, "the call is at the server");
        await server.KillAsync();
        Assert.Contains("may or may not have run", (await cut).Expect(6).Error, StringComparison.Ordinal);

        // While it is gone: clear, at once, and as often as one likes.
        for (var round = 0; round < 7; round++)
        {
            Assert.Contains($"127.0.0.1:{port}/{path} could not be reached", (await skill.RunAsync("echo", "--message", "nobody")).Expect(4).Error, StringComparison.Ordinal);
        }

        await server.StartAgainAsync();
        Assert.Equal("Echo: back\n", (await skill.RunAsync("echo", "--message", "back")).Expect(0).Output);
        Assert.Equal(host, (int)(await skill.StatusAsync())!["hostPid"]!);
    }

    [Theory]
    [InlineData("streamableHttp", "mcp")]
    [InlineData("sse", "sse")]
    public async Task Answers_over_http_are_those_over_standard_streams(string mode, string path)
    {
        var port = FreePort();
        using var server = await NodeServer.StartAsync(mode, port);
        await using var local = await skills.OpenEverythingAsync();
        await using var remote = await skills.OpenEverythingAsync(config => PointTo(config, $"http://127.0.0.1:{port}/{path}"));
        foreach (var commandLine in new[] { "echo --message hi", "get-tiny-image", "get-structured-content --location Chicago", "get-resource-links --count 3" })
        {
            var expected = (await local.RunAsync([.. commandLine.Split(' '), "--json"])).Expect(0).Output;
            var actual = (await remote.RunAsync([.. commandLine.Split(' '), "--json"])).Expect(0).Output;
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"Expected: {expected}\nActual: {actual}");
        }
    }

    [Fact]
    public async Task Progress_over_http_is_shown_and_an_interrupted_call_cancelled()
    {
        var port = FreePort();
        using var server = await NodeServer.StartAsync("streamableHttp", port);
        await using var skill = await skills.OpenEverythingAsync(config => PointTo(config, $"http://127.0.0.1:{port}/mcp"));
        var ran = (await skill.RunAsync("trigger-long-running-operation", "--duration", "1", "--steps", "3")).Expect(0);
        Assert.Contains("progress 3/3", ran.Error, StringComparison.Ordinal);
        (await skill.RunAsync("trigger-long-running-operation", "--duration", "60", "--steps", "60", "--timeout", "1")).Expect(5);
        (await skill.RunAsync("echo", "--message", "still there")).Expect(0);
    }

    private static void PointTo(JsonObject config, string url)
    {
        config.Remove("command");
        config.Remove("args");
        config.Remove("transport");
        config["url"] = url;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>server-everything as a process that listens.</summary>
    private sealed class NodeServer : IDisposable
    {
        private readonly string _script;
        private readonly string _mode;
        private readonly int _port;
        private Process? _process;

        private NodeServer(string script, string mode, int port) => (_script, _mode, _port) = (script, mode, port);

        public static async Task<NodeServer> StartAsync(string mode, int port)
        {
            var server = new NodeServer(await NodeServers.ScriptAsync("server-everything"), mode, port);
            await server.StartAgainAsync();
            return server;
        }

        public async Task StartAgainAsync()
        {
            var start = new ProcessStartInfo("node", [_script, _mode]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["PORT"] = _port.ToString(CultureInfo.InvariantCulture);
            _process = Process.Start(start)!;
            _process.OutputDataReceived += static (_, _) => { };
            _process.ErrorDataReceived += static (_, _) => { };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
            await Eventually.TrueAsync(IsListeningAsync, "the server listens");
        }

        public async Task RestartAsync()
        {
            await KillAsync();
            await StartAgainAsync();
        }

        public async Task KillAsync()
        {
            _process!.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }

        public void Dispose()
        {
            _process?.Kill(entireProcessTree: true);
            _process?.Dispose();
        }

        private async Task<bool> IsListeningAsync()
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, _port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
