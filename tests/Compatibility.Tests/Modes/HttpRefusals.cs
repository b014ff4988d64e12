using System.Text.Json.Nodes;
using Compatibility.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Compatibility.Tests.Modes;

/// <summary>How servers, and what stands before them, refuse a call: what came, from where, and what to do is told.</summary>
internal static class HttpRefusals
{
    private const string Json = "application/json";

    public static IEnumerable<Mode> All { get; } =
    [
        Refuses("with an error without an id", new Outcome(1, "error -32000: no cheese"), Respond.With(200, Json, """{"jsonrpc":"2.0","error":{"code":-32000,"message":"no cheese"}}""")),
        Refuses("with an error whose id is null", new Outcome(1, "error -32000: no cheese"), Respond.With(200, Json, """{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"no cheese"}}""")),
        Refuses("with 500 and an error", new Outcome(1, "error -32603: out of cheese"), Respond.With(500, Json, """{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"out of cheese"}}""")),
        Refuses("with a page", new Outcome(6, "status 200 and text/html, which is not MCP: <h1>Sorry</h1>"), Respond.With(200, "text/html", "<h1>Sorry</h1>")),
        Refuses("with other JSON", new Outcome(6, "application/json that does not answer the request: {\"detail\":\"hm\"}"), Respond.With(200, Json, """{"detail":"hm"}""")),
        Refuses("with an empty object", new Outcome(6, "application/json that does not answer the request: {}"), Respond.With(200, Json, "{}")),
        Refuses("with the answer to another request", new Outcome(6, "that does not answer the request: {\"jsonrpc\""), Respond.With(200, Json, """{"jsonrpc":"2.0","id":4711,"result":{}}""")),
        Refuses("with null", new Outcome(6, "status 200 and application/json, which is not MCP: null"), Respond.With(200, Json, "null")),
        Refuses("with JSON that is none", new Outcome(6, "that does not answer the request: {\"jsonrpc\":"), Respond.With(200, Json, "{\"jsonrpc\":")),
        Refuses("with 502 and a page", new Outcome(6, "status 502 (BadGateway): <h1>nginx</h1>"), Respond.With(502, "text/html", "<h1>nginx</h1>")),
        Refuses("with 413", new Outcome(4, "status 413"), Respond.With(413, "text/plain", "Request Entity Too Large")),
        Refuses("with 429 and when to come back", new Outcome(4, "status 429", "Try again in 30 s."), Respond.With(429, headers: ("Retry-After", "30"))),
        Refuses("with 429 and no number", new Outcome(4, "status 429"), Respond.With(429, headers: ("Retry-After", "soon"))),
        Refuses("with 503 and a date", new Outcome(6, "status 503", "Try again in 36", " s."), static context =>
            Respond.With(503, headers: ("Retry-After", DateTimeOffset.UtcNow.AddSeconds(36_005).ToString("R")))(context)),
        Refuses("with 401", new Outcome(4, "status 401", "authorization"), Respond.With(401)) with { Config = WithToken("Bearer abc") },
        Refuses("with 402", new Outcome(4, "status 402 (PaymentRequired): pay first"), Respond.With(402, "text/plain", "pay first")),
        Refuses("by closing the connection", new Outcome(6, "closed the connection without an answer"), Respond.Reset),
        Refuses("with a redirect to another server", new Outcome(4, "redirects to another server, https://other.example"), Respond.With(307, headers: ("Location", "https://other.example/mcp"))),
        Refuses("with a redirect in a circle", new Outcome(4, "redirects in a circle"), static context => Respond.With(307, headers: ("Location", context.Request.Path))(context)),
        Refuses("with a redirect to nowhere", new Outcome(4, "status 307"), Respond.With(307)),
    ];

    public static JsonObject WithToken(string value) => new() { ["headers"] = new JsonObject { ["Authorization"] = value } };

    private static Mode Refuses(string how, Outcome outcome, Func<HttpContext, Task> respond) => new($"refuses a call {how}", outcome)
    {
        Http = HttpModes.To("tools/call", respond),
        Check = static server => Assert.InRange(server.Calls, 1, 6),
    };
}
