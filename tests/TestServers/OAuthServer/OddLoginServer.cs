using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace McpSkillGen.OAuthServer;

/// <summary>A request to the server.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Query">Of the address.</param>
/// <param name="Body">As text.</param>
public sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Query, string Body)
{
    /// <summary>The body's fields, if it is a form.</summary>
    public IReadOnlyDictionary<string, string> Form => OddLoginServer.Fields(Body);
}

/// <summary>An answer.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Body">As text.</param>
/// <param name="Type">Of the body.</param>
/// <param name="Location">Of a redirect.</param>
public sealed record Reply(int Status, string Body, string Type = "application/json", string? Location = null)
{
    /// <summary>JSON.</summary>
    public static Reply Json(JsonNode body, int status = 200) => new(status, body.ToJsonString());

    /// <summary>Sends a browser on.</summary>
    public static Reply Redirect(string location) => new(302, "", Location: location);
}

/// <summary>
/// An MCP server and its authorization server on one port, which do what the specification says until a test says otherwise, at
/// any path. Refresh tokens are good for one request.
/// </summary>
public sealed class OddLoginServer : IAsyncDisposable
{
    /// <summary>Where the server describes itself as a resource.</summary>
    public const string ResourcePath = "/.well-known/oauth-protected-resource/mcp";

    /// <summary>Where the authorization server describes itself.</summary>
    public const string ServerPath = "/.well-known/oauth-authorization-server";

    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, bool> _accessTokens = new();
    private readonly ConcurrentDictionary<string, bool> _refreshTokens = new();
    private readonly ConcurrentDictionary<string, bool> _codes = new();
    private int _last;

    private OddLoginServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>Its address, without a slash.</summary>
    public string Base { get; private set; } = "";

    /// <summary>The MCP server's.</summary>
    public string Url => Base + "/mcp";

    /// <summary>What it does at a path in place of what it should; null in place of an answer leaves it at that.</summary>
    public ConcurrentDictionary<string, Func<Asked, Reply?>> Odd { get; } = new();

    /// <summary>Every request but those to the MCP server.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>Whether the person has typed the code that their device was given.</summary>
    public bool IsApproved { get; set; }

    /// <summary>The authorization server's description of itself.</summary>
    public JsonObject Metadata => new()
    {
        ["issuer"] = Base,
        ["authorization_endpoint"] = Base + "/authorize",
        ["token_endpoint"] = Base + "/token",
        ["registration_endpoint"] = Base + "/register",
        ["device_authorization_endpoint"] = Base + "/device",
        ["code_challenge_methods_supported"] = new JsonArray("S256"),
    };

    /// <summary>Starts one.</summary>
    public static async Task<OddLoginServer> StartAsync()
    {
        var server = new OddLoginServer();
        await server._application.StartAsync();
        server.Base = server._application.Urls.Single();
        return server;
    }

    /// <summary>The requests to a path.</summary>
    public IReadOnlyList<Asked> To(string path) => [.. Requests.Where(request => request.Path == path)];

    /// <summary>Makes every access token useless.</summary>
    public void ExpireAccessTokens() => _accessTokens.Clear();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    internal static IReadOnlyDictionary<string, string> Fields(string query) =>
        QueryHelpers.ParseQuery(query).ToDictionary(static pair => pair.Key, static pair => pair.Value.ToString(), StringComparer.Ordinal);

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var asked = new Asked(
            context.Request.Method, context.Request.Path.Value!, Fields(context.Request.QueryString.Value!), await reader.ReadToEndAsync());
        if (asked.Path != "/mcp")
        {
            Requests.Enqueue(asked);
        }

        var reply = (Odd.TryGetValue(asked.Path, out var odd) ? odd(asked) : null) ?? asked.Path switch
        {
            ResourcePath => Reply.Json(new JsonObject { ["resource"] = Url, ["authorization_servers"] = new JsonArray(Base) }),
            ServerPath => Reply.Json(Metadata),
            "/register" => Reply.Json(new JsonObject { ["client_id"] = $"client-{Interlocked.Increment(ref _last)}" }, 201),
            "/authorize" => Authorize(asked.Query),
            "/device" => Reply.Json(new JsonObject
            {
                ["device_code"] = "the-device",
                ["user_code"] = "WDJB-MJHT",
                ["verification_uri"] = Base + "/activate",
                ["expires_in"] = 600,
                ["interval"] = 1,
            }),
            "/token" => GiveToken(asked.Form),
            "/mcp" => Serve(context.Request.Headers.Authorization.ToString(), asked),
            _ => new Reply(404, "nothing here", "text/plain"),
        };
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.Type;
        if (reply.Location is not null)
        {
            context.Response.Headers.Location = reply.Location;
        }

        if (reply.Status == 401)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        }

        await context.Response.WriteAsync(reply.Body);
    }

    private Reply Authorize(IReadOnlyDictionary<string, string> query)
    {
        var code = $"code-{Interlocked.Increment(ref _last)}";
        _codes[code] = true;
        return Reply.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"], new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
    }

    private Reply GiveToken(IReadOnlyDictionary<string, string> form)
    {
        var isGood = form["grant_type"] switch
        {
            "refresh_token" => _refreshTokens.TryRemove(form["refresh_token"], out _),
            "authorization_code" => _codes.TryRemove(form["code"], out _),
            "client_credentials" => true,
            _ when !IsApproved => (bool?)null,
            _ => true,
        };
        if (isGood is not true)
        {
            return Reply.Json(new JsonObject { ["error"] = isGood is null ? "authorization_pending" : "invalid_grant" }, 400);
        }

        var number = Interlocked.Increment(ref _last);
        _accessTokens[$"access-{number}"] = true;
        _refreshTokens[$"refresh-{number}"] = true;
        return Reply.Json(new JsonObject
        {
            ["access_token"] = $"access-{number}",
            ["token_type"] = "Bearer",
            ["expires_in"] = 3600,
            ["refresh_token"] = $"refresh-{number}",
        });
    }

    private Reply Serve(string authorization, Asked asked)
    {
        if (!_accessTokens.ContainsKey(authorization.Split(' ')[^1]))
        {
            return Reply.Json(new JsonObject { ["error"] = "invalid_token" }, 401);
        }

        if (asked.Method != "POST")
        {
            return new Reply(405, "");
        }

        var message = JsonNode.Parse(asked.Body)!;
        if (message["id"] is not { } id)
        {
            return new Reply(202, "");
        }

        JsonNode? result = (string?)message["method"] switch
        {
            "initialize" => new JsonObject
            {
                ["protocolVersion"] = "2025-11-25",
                ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
                ["serverInfo"] = new JsonObject { ["name"] = "odd login", ["version"] = "1.0" },
            },
            "tools/list" => new JsonObject
            {
                ["tools"] = new JsonArray(new JsonObject { ["name"] = "echo", ["inputSchema"] = new JsonObject { ["type"] = "object" } }),
            },
            "tools/call" => new JsonObject
            {
                ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = (string?)message["params"]?["arguments"]?["message"] }),
            },
            _ => null,
        };
        return Reply.Json(result is null
            ? new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["error"] = new JsonObject { ["code"] = -32601, ["message"] = "no" } }
            : new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = result });
    }
}
