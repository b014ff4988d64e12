using System.Text.Json.Nodes;
using Compatibility.Tests.Support;
using McpSkillGen.HttpFaultServer;
using Microsoft.AspNetCore.Http;

namespace Compatibility.Tests.Modes;

/// <summary>How servers keep sessions, and how they say that they have forgotten one: then the call runs in a new one, once.</summary>
internal static class HttpSessions
{
    private const string Json = "application/json";

    public static IEnumerable<Mode> All { get; } =
    [
        Forgets("with 404", Respond.With(404)),
        Forgets("with 404 and a page", Respond.With(404, "text/html", "<h1>Not found</h1>")),
        Forgets("with 404 and an error", Error(404, -32001, "Session not found")),
        Forgets("with 404 and an error about a method", Error(404, -32601, "Session terminated")),
        Forgets("with 400", Error(400, -32000, "Bad Request: No valid session ID provided")),
        Forgets("with 400 and no reason", Respond.With(400)),
        Forgets("with 400 and an error about parameters", Error(400, -32602, "Invalid session")),
        Forgets("with 401 and a word", Respond.With(401, "text/plain", "session expired")),
        Forgets("with 403 and a word", Respond.With(403, "text/plain", "Session expired")),
        Forgets("with 409 and a word", Respond.With(409, "text/plain", "session expired")),
        Forgets("with 410", Respond.With(410, "text/plain", "Gone")),
        Forgets("with 500 and a word", Respond.With(500, "text/plain", "Unknown session")),
        Forgets("with 200 and an error", Error(200, -32001, "Session not found")),
        Forgets("with 200 and an error about parameters", Error(200, -32602, "Invalid or expired session")),
        Forgets("with 200 and an error whose id is null", Respond.With(200, Json, """{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"The session does not exist"}}""")),
        Forgets("with 200 and that it is not initialized", Error(200, -32002, "Server not initialized")),
        Forgets("with 200 and that a header is missing", Error(200, -32600, "Mcp-Session-Id header is required")),

        new("has sessions of its own tools", new Outcome(1, "error -32000: Browser session not found"))
        {
            Http = HttpModes.To("tools/call", static (context, message) => Error(200, -32000, "Browser session not found")(context, message)),
            Check = static server => Assert.Equal((1, 1), (server.Calls, server.Sessions)),
        },
        new("refuses a call in a session", new Outcome(4, "status 403 (Forbidden): not for you"))
        {
            Http = HttpModes.To("tools/call", Respond.With(403, "text/plain", "not for you")),
            Check = static server => Assert.Equal((1, 1), (server.Calls, server.Sessions)),
        },
        new("never knows its sessions", new Outcome(4, "status 404")) { Http = HttpModes.To("tools/call", Respond.With(404)) },

        Cookies("keeps its sessions by a cookie", "; Path=/; HttpOnly"),
        Cookies("keeps its sessions by a cookie that expires", "; Expires=Wed, 01 Jan 2070 00:00:00 GMT; Max-Age=100000; SameSite=Lax"),
        Cookies("keeps its sessions by a cookie, and the config has another", "") with
        {
            Config = new JsonObject { ["headers"] = new JsonObject { ["Cookie"] = "of=config" } },
            Check = static server => Assert.Equal("of=config; replica=1", server.LastCookie),
        },
        Cookies("sets a cookie for others", "; Domain=example.com") with { Outcome = new Outcome(4, "status 404") },
        new("names its session in lower case", Outcome.Answers) { Http = static server => server.SessionHeader = "mcp-session-id" },
        new("names its session in capitals", Outcome.Answers) { Http = static server => server.SessionHeader = "MCP-SESSION-ID" },
        new("redirects each message", Outcome.Answers) { Http = static server => Redirect(server, 307) },
        new("redirects each message for good", Outcome.Answers) { Http = static server => Redirect(server, 308) },
    ];

    private static Mode Forgets(string how, Func<HttpContext, Task> decline) => Forgets(how, (context, _) => decline(context));

    private static Mode Forgets(string how, Func<HttpContext, JsonObject, Task> decline) => new($"forgets its sessions and says so {how}", Outcome.Answers)
    {
        Http = server => server.OnLostSession = decline,
        Between = static server => server.ForgetSessions(),
        Check = static server => Assert.Equal(2, server.Sessions),
    };

    private static Func<HttpContext, JsonObject, Task> Error(int status, int code, string words) => (context, message) => FaultyHttpServer.AnswerAsync(
        context,
        new JsonObject { ["jsonrpc"] = "2.0", ["id"] = message["id"]?.DeepClone(), ["error"] = new JsonObject { ["code"] = code, ["message"] = words } },
        status);

    private static Mode Cookies(string name, string attributes) => new(name, Outcome.Answers)
    {
        Http = server => server.OnMessage = async (context, message) =>
        {
            server.LastCookie = context.Request.Headers.Cookie.ToString();
            if ((string?)message["method"] is "initialize")
            {
                context.Response.Headers.SetCookie = "replica=1" + attributes;
                return false;
            }

            if ((string?)message["method"] is "server/discover" || server.LastCookie.Contains("replica=1", StringComparison.Ordinal))
            {
                return false;
            }

            await Respond.With(404, "text/plain", "another replica")(context);
            return true;
        },
    };

    private static void Redirect(FaultyHttpServer server, int status) => server.OnRequest = async context =>
    {
        if (context.Request.Path == "/elsewhere")
        {
            return false;
        }

        await Respond.With(status, headers: ("Location", "/elsewhere"))(context);
        return true;
    };
}
