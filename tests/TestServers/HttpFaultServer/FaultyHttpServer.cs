using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace McpSkillGen.HttpFaultServer;

/// <summary>A server on a port of this machine, which can be stopped and started again on the same port.</summary>
public sealed class FaultyHttpServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _sessions = new();
    private readonly ConcurrentDictionary<string, HttpContext> _streams = new();
    private readonly X509Certificate2? _certificate;
    private WebApplication? _application;
    private int _lastSession;

    private FaultyHttpServer(X509Certificate2? certificate) => _certificate = certificate;

    /// <summary>The port, the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>Where messages go.</summary>
    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}/mcp";

    /// <summary>The one protocol version that it speaks.</summary>
    public string Version { get; set; } = "2025-11-25";

    /// <summary>Whether it knows only the older transport: the url is its stream of events.</summary>
    public bool IsSse { get; set; }

    /// <summary>How it declines a message of a session that it does not know.</summary>
    public int LostSessionStatus { get; set; } = 404;

    /// <summary>Declines such a message itself; null to do so with that status.</summary>
    public Func<HttpContext, JsonObject, Task>? OnLostSession { get; set; }

    /// <summary>How it spells the header that names a session.</summary>
    public string SessionHeader { get; set; } = "Mcp-Session-Id";

    /// <summary>The first event of the older transport, for the path that messages go to.</summary>
    public Func<string, string> GreetsWith { get; set; } = static path => $"event: endpoint\ndata: {path}\n\n";

    /// <summary>What a test's own handler last found in the header <c>Cookie</c>.</summary>
    public string LastCookie { get; set; } = "";

    /// <summary>Whether it says when its tools change.</summary>
    public bool TellsOfChanges { get; set; }

    /// <summary>What it offers.</summary>
    public JsonArray Tools { get; set; } = [Tool("echo")];

    /// <summary>Sees a message before anything else; true when it has answered.</summary>
    public Func<HttpContext, JsonObject, Task<bool>>? OnMessage { get; set; }

    /// <summary>Sees a request before anything else; true when it has answered.</summary>
    public Func<HttpContext, Task<bool>>? OnRequest { get; set; }

    /// <summary>What it says to a request, in the request's session: whole messages. Null for its ordinary answers.</summary>
    public Func<JsonObject, IReadOnlyList<string>>? Says { get; set; }

    /// <summary>Writes an answer's text; null to write it as JSON.</summary>
    public Func<HttpContext, string, Task>? OnAnswer { get; set; }

    /// <summary>Methods of HTTP and MCP, in the order in which they came.</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    /// <summary>The TCP connections that messages came over.</summary>
    public ConcurrentDictionary<string, bool> Connections { get; } = new();

    /// <summary>How many sessions were begun.</summary>
    public int Sessions => _lastSession;

    /// <summary>How often a tool has run, or would have.</summary>
    public int Calls => Seen.Count(static seen => seen == "tools/call");

    /// <summary>Starts a server on a free port.</summary>
    public static async Task<FaultyHttpServer> StartAsync(X509Certificate2? certificate = null)
    {
        var server = new FaultyHttpServer(certificate);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A tool's definition with any arguments.</summary>
    public static JsonObject Tool(string name) => new() { ["name"] = name, ["inputSchema"] = new JsonObject { ["type"] = "object" } };

    /// <summary>Listens on its port, knowing no session.</summary>
    public async Task StartAgainAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (_certificate is not null)
                {
                    listen.UseHttps(_certificate);
                }
            });
        });
        if (_certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        _sessions.Clear();
        _application = builder.Build();
        _application.Run(HandleAsync);
        await _application.StartAsync();
        Port = new Uri(_application.Urls.Single()).Port;
    }

    /// <summary>Cuts every connection and listens no more.</summary>
    public async Task StopAsync()
    {
        if (_application is null)
        {
            return;
        }

        foreach (var (session, _) in _streams)
        {
            if (_streams.TryRemove(session, out var stream))
            {
                stream.Abort();
            }
        }

        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _application = null;
    }

    /// <summary>Forgets every session, as a server does that was restarted behind a proxy.</summary>
    public void ForgetSessions() => _sessions.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Answers with JSON.</summary>
    public static async Task AnswerAsync(HttpContext context, JsonObject message, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(message.ToJsonString());
    }

    /// <summary>Answers in this server's way: with one text, with events if there are more, with 202 if there is none.</summary>
    private async Task WriteAsync(HttpContext context, IReadOnlyList<string> texts)
    {
        if (texts is not [var text])
        {
            context.Response.StatusCode = texts.Count == 0 ? 202 : 200;
            foreach (var one in texts)
            {
                await WriteEventAsync(context, $"data: {one}\n\n");
            }

            return;
        }

        if (OnAnswer is not null)
        {
            await OnAnswer(context, text);
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(text);
    }

    /// <summary>Writes one event and has it sent.</summary>
    public static async Task WriteEventAsync(HttpContext context, string text)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }

    /// <summary>The result that a request is answered with.</summary>
    public static JsonObject Result(JsonObject request, JsonObject result) =>
        new() { ["jsonrpc"] = "2.0", ["id"] = request["id"]?.DeepClone(), ["result"] = result };

    /// <summary>A tool's result with one text.</summary>
    public static JsonObject Text(JsonObject request, string text) =>
        Result(request, new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) });

    private async Task HandleAsync(HttpContext context)
    {
        Connections.TryAdd(context.Connection.Id, true);
        if (OnRequest is not null && await OnRequest(context))
        {
            return;
        }

        if (context.Request.Method != "POST")
        {
            Seen.Enqueue(context.Request.Method);
            await HandleGetAsync(context);
            return;
        }

        if (IsSse && !context.Request.Path.StartsWithSegments("/messages"))
        {
            Seen.Enqueue("POST declined");
            context.Response.StatusCode = 405;
            return;
        }

        var message = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        Seen.Enqueue((string?)message["method"] ?? "answer");
        if (OnMessage is null || !await OnMessage(context, message))
        {
            await HandleAsync(context, message);
        }
    }

    private async Task HandleGetAsync(HttpContext context)
    {
        if (!IsSse || context.Request.Method != "GET")
        {
            context.Response.StatusCode = context.Request.Method == "DELETE" ? 200 : 405;
            return;
        }

        var session = $"s{Interlocked.Increment(ref _lastSession)}";
        _streams[session] = context;
        _sessions[session] = true;
        await WriteEventAsync(context, GreetsWith($"/messages?session={session}"));
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        _streams.TryRemove(session, out _);
    }

    private async Task HandleAsync(HttpContext context, JsonObject message)
    {
        var session = IsSse ? (string?)context.Request.Query["session"] : context.Request.Headers["Mcp-Session-Id"].ToString();
        var isModern = Version == "2026-07-28";
        var method = (string?)message["method"];
        if (!IsSse && !isModern && method is not "initialize" && session is null or "")
        {
            await AnswerAsync(context, Error(message, -32000, "Bad Request: No valid session ID provided"), 400);
            return;
        }

        if (!isModern && (IsSse || method is not "initialize") && !_sessions.ContainsKey(session!))
        {
            await (OnLostSession?.Invoke(context, message) ?? AnswerAsync(context, Error(message, -32001, "Session not found"), LostSessionStatus));
            return;
        }

        if (message["id"] is null || method is null)
        {
            context.Response.StatusCode = 202;
            return;
        }

        var answers = Says?.Invoke(message) ?? [Answer(message, method).ToJsonString()];
        if (IsSse)
        {
            context.Response.StatusCode = 202;
            await context.Response.CompleteAsync();
            foreach (var answer in answers)
            {
                await WriteEventAsync(_streams[session!], $"event: message\ndata: {answer}\n\n");
            }

            return;
        }

        if (method == "initialize")
        {
            var begun = $"s{Interlocked.Increment(ref _lastSession)}";
            _sessions[begun] = true;
            context.Response.Headers[SessionHeader] = begun;
        }

        await WriteAsync(context, answers);
    }

    private JsonObject Answer(JsonObject message, string method) => method switch
    {
        "initialize" => Result(message, new JsonObject
        {
            ["protocolVersion"] = Version,
            ["capabilities"] = new JsonObject { ["tools"] = new JsonObject { ["listChanged"] = TellsOfChanges } },
            ["serverInfo"] = new JsonObject { ["name"] = "http-fault-server", ["version"] = "1.0" },
        }),
        "server/discover" when Version == "2026-07-28" => Result(message, new JsonObject
        {
            ["resultType"] = "complete",
            ["supportedVersions"] = new JsonArray(Version),
            ["capabilities"] = new JsonObject { ["tools"] = new JsonObject { ["listChanged"] = TellsOfChanges } },
            ["ttlMs"] = 0,
            ["cacheScope"] = "private",
        }),
        "tools/list" => Result(message, new JsonObject { ["tools"] = Tools.DeepClone(), ["resultType"] = "complete" }),
        "tools/call" => Text(message, (string?)message["params"]!["arguments"]?["message"] ?? "nothing"),
        _ => Error(message, -32601, "Method not found"),
    };

    private static JsonObject Error(JsonObject message, int code, string text) => new()
    {
        ["jsonrpc"] = "2.0",
        ["error"] = new JsonObject { ["code"] = code, ["message"] = text },
        ["id"] = message["id"]?.DeepClone(),
    };
}
