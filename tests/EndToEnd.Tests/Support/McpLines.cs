using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>A client of MCP that writes lines by itself, to a program that is a server on its standard streams.</summary>
internal sealed class McpLines(Process server) : IAsyncDisposable
{
    // Nothing here takes this long unless it hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _lastId;

    public Process Server => server;

    /// <summary>Everything that came and was not the answer that was waited for.</summary>
    public List<JsonObject> Others { get; } = [];

    /// <summary>Starts a server and says hello.</summary>
    public static async Task<McpLines> OpenAsync(SkillSandbox sandbox, JsonObject? capabilities = null, string? program = null, params string[] arguments)
    {
        var lines = new McpLines(sandbox.Start(program, arguments.Length > 0 ? arguments : ["mcp"]));
        lines.Greeting = (JsonObject)(await lines.AskAsync("initialize", new JsonObject
        {
            ["protocolVersion"] = "2025-06-18",
            ["capabilities"] = capabilities ?? [],
            ["clientInfo"] = new JsonObject { ["name"] = "lines", ["version"] = "1" },
        }))["result"]!;
        lines.Say("notifications/initialized", []);
        return lines;
    }

    /// <summary>The result of <c>initialize</c>.</summary>
    public JsonObject Greeting { get; private set; } = [];

    public void Write(JsonObject message)
    {
        server.StandardInput.Write(message.ToJsonString() + "\n");
        server.StandardInput.Flush();
    }

    public void Say(string method, JsonObject parameters) =>
        Write(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });

    /// <returns>The request's id.</returns>
    public int Begin(string method, JsonObject? parameters = null)
    {
        Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++_lastId, ["method"] = method, ["params"] = parameters ?? [] });
        return _lastId;
    }

    public Task<JsonObject> AskAsync(string method, JsonObject? parameters = null) => AnswerAsync(Begin(method, parameters));

    /// <summary>Calls a tool and returns the first text of its result.</summary>
    public async Task<string> CallAsync(string tool, JsonObject? arguments = null)
    {
        var answer = await AskAsync("tools/call", Call(tool, arguments));
        return (string?)answer["result"]?["content"]?[0]?["text"] ?? answer.ToJsonString();
    }

    public static JsonObject Call(string tool, JsonObject? arguments = null) => new() { ["name"] = tool, ["arguments"] = arguments ?? [] };

    public Task<JsonObject> AnswerAsync(int id) => UntilAsync(message => message["method"] is null && (int?)message["id"] == id);

    /// <summary>The next message of a method, among those that came already, too.</summary>
    public async Task<JsonObject> NextAsync(string method)
    {
        if (Others.Find(message => (string?)message["method"] == method) is { } known)
        {
            Others.Remove(known);
            return known;
        }

        return await UntilAsync(message => (string?)message["method"] == method);
    }

    public async ValueTask DisposeAsync()
    {
        server.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        await server.WaitForExitAsync(limit.Token);
        server.Dispose();
    }

    private async Task<JsonObject> UntilAsync(Func<JsonObject, bool> isIt)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await server.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            var message = JsonNode.Parse(line)!.AsObject();
            if (isIt(message))
            {
                return message;
            }

            Others.Add(message);
        }

        throw new EndOfStreamException($"The server ended: {await server.StandardError.ReadToEndAsync(limit.Token)}");
    }
}
