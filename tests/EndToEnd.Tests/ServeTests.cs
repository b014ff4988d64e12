using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace EndToEnd.Tests;

/// <summary><c>mcpgen serve</c>: one endpoint for the servers of several skills, on standard streams or over HTTP.</summary>
public sealed class ServeTests(SkillLibrary skills)
{
    [Fact]
    public async Task Several_skills_are_one_server_whose_tools_and_prompts_begin_with_their_skill()
    {
        await using var fault = await skills.OpenFaultAsync();
        await using var sample = await skills.OpenSampleAsync();
        sample.ShareRuntimeDirectoryOf(fault);
        await fault.RunAsync("--help");
        await sample.RunAsync("--help");
        await using var client = await McpLines.OpenAsync(fault, program: Built.Mcpgen, arguments: ["serve", fault.Folder, sample.Folder]);
        var tools = (await client.AskAsync("tools/list"))["result"]!["tools"]!.AsArray().Select(static tool => (string)tool!["name"]!).ToArray();
        Assert.Contains("fault__echo", tools);
        Assert.Contains(tools, static tool => tool.StartsWith("notes-sample__", StringComparison.Ordinal));
        Assert.Equal("hello", await client.CallAsync("fault__echo", new JsonObject { ["message"] = "hello" }));
        Assert.Equal(2, (await client.AskAsync("prompts/get", new JsonObject { ["name"] = "fault__greet-in" }))["result"]!["messages"]!.AsArray().Count);
        await client.AskAsync("resources/list");
        Assert.StartsWith(
            "buy milk",
            (string?)(await client.AskAsync("resources/read", new JsonObject { ["uri"] = "notes://all" }))["result"]!["contents"]![0]!["text"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_over_HTTP_and_on_standard_streams_share_the_server()
    {
        await using var sandbox = await skills.OpenFaultAsync(static config => config["tools"] = new JsonObject { ["exclude"] = new JsonArray("half-emoji") });
        var pid = (await sandbox.RunAsync("pid")).Expect(0).Output.Trim();
        await using var server = await HttpServer.StartAsync(sandbox);
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();
        Assert.Equal(pid, await CallAsync(first, "pid"));
        Assert.Equal(pid, await CallAsync(second, "pid"));
        Assert.Single(sandbox.JournalLines("launch"));
    }

    [Fact]
    public async Task Whoever_lacks_the_token_or_is_a_page_of_another_machine_is_refused()
    {
        await using var sandbox = await skills.OpenFaultAsync();
        await sandbox.RunAsync("--help");
        await using var server = await HttpServer.StartAsync(sandbox);
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.Unauthorized, await server.PostAsync(http, static request => request.Headers.Authorization = null));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.PostAsync(http, static request => request.Headers.Authorization = new("Bearer", "guess")));
        Assert.Equal(HttpStatusCode.Forbidden, await server.PostAsync(http, static request => request.Headers.Add("Origin", "https://example.com")));
        Assert.InRange((int)await server.PostAsync(http, static request => request.Headers.Host = "example.com"), 400, 499);
        Assert.Equal(HttpStatusCode.OK, await server.PostAsync(http, static _ => { }));
        Assert.Empty(sandbox.JournalLines("launch"));
    }

    [Fact]
    public async Task Over_HTTP_a_client_hears_of_progress_and_of_changed_lists()
    {
        await using var sandbox = await skills.OpenFaultAsync(static config => config["tools"] = new JsonObject { ["exclude"] = new JsonArray("half-emoji") });
        await sandbox.RunAsync("--help");
        await using var server = await HttpServer.StartAsync(sandbox);
        var changed = new TaskCompletionSource();
        await using var client = await server.ConnectAsync(options => options.Handlers.NotificationHandlers =
            [new("notifications/tools/list_changed", (_, _) => { changed.TrySetResult(); return default; })]);
        await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        // By hand: the SDK may drop progress that it has not passed on when the answer comes.
        using var http = new HttpClient();
        var events = await server.PostAsync(
            http,
            """{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"progress","arguments":{"steps":3},"_meta":{"progressToken":"mine"}}}""",
            request => request.Headers.Add("Mcp-Session-Id", client.SessionId));
        Assert.Equal(3, events.Split("\"progressToken\":\"mine\"").Length - 1);
        Assert.Contains("\"id\":9,\"result\"", events, StringComparison.Ordinal);
        await CallAsync(client, "grow");
        await changed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static async Task<string> CallAsync(McpClient client, string tool) => Assert.IsType<TextContentBlock>(Assert.Single(
        (await client.CallToolAsync(tool, cancellationToken: TestContext.Current.CancellationToken)).Content)).Text;

    /// <summary><c>mcpgen serve --http</c>, until disposed.</summary>
    private sealed class HttpServer(Process process, Uri address, string token) : IAsyncDisposable
    {
        private const string Hello =
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}""";

        public static async Task<HttpServer> StartAsync(SkillSandbox sandbox)
        {
            var process = sandbox.Start(Built.Mcpgen, "serve", sandbox.Folder, "--http", "--json");
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
            var shown = JsonNode.Parse(line)!;
            return new HttpServer(process, new Uri((string)shown["url"]!), (string)shown["token"]!);
        }

        public async Task<McpClient> ConnectAsync(Action<McpClientOptions>? configure = null)
        {
            var options = new McpClientOptions();
            configure?.Invoke(options);
            var transport = new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = address,
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            });
            return await McpClient.CreateAsync(transport, options, cancellationToken: TestContext.Current.CancellationToken);
        }

        public async Task<HttpStatusCode> PostAsync(HttpClient http, Action<HttpRequestMessage> change)
        {
            using var response = await SendAsync(http, Hello, change);
            return response.StatusCode;
        }

        public async Task<string> PostAsync(HttpClient http, string message, Action<HttpRequestMessage> change)
        {
            using var response = await SendAsync(http, message, change);
            return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        private async Task<HttpResponseMessage> SendAsync(HttpClient http, string message, Action<HttpRequestMessage> change)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new StringContent(message, Encoding.UTF8, "application/json"),
            };
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            request.Headers.Authorization = new("Bearer", token);
            change(request);
            return await http.SendAsync(request, TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
