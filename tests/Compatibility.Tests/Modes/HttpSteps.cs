using Compatibility.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Compatibility.Tests.Modes;

/// <summary>How servers respond to what comes before a call: the question for a newer version, and the notification that all is ready.</summary>
internal static class HttpSteps
{
    private const string Json = "application/json";

    private const string OlderVersions = """ "result":{"resultType":"complete","supportedVersions":["2025-11-25","2025-06-18"],"capabilities":{"tools":{}}}""";

    private const string Unsupported = """ "error":{"code":-32022,"message":"protocol version is not supported by this server","data":{"supported":["2025-11-25","2025-06-18"]}}""";

    public static IEnumerable<Mode> All { get; } =
    [
        Discovered("with 202", Respond.With(202)),
        Discovered("with 200 and nothing", Respond.With(200)),
        Discovered("with 204", Respond.With(204)),
        Discovered("with an empty object", Respond.With(200, Json, "{}")),
        Discovered("with null", Respond.With(200, Json, "null")),
        Discovered("with an empty array", Respond.With(200, Json, "[]")),
        Discovered("with a page", Respond.With(200, "text/html", "<!doctype html><title>Welcome</title>")),
        Discovered("with an error without an id", Respond.With(200, Json, """{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request"}}""")),
        Discovered("with an error whose id is null", Respond.With(200, Json, """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid Request"}}""")),
        Discovered("with an error whose id is text", Respond.With(200, Json, """{"jsonrpc":"2.0","id":"server-error","error":{"code":-32600,"message":"no"}}""")),
        Discovered("with 400 and an error whose id is null", Respond.With(400, Json, """{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Server not initialized"}}""")),
        Discovered("with 400 and a word", Respond.With(400, "text/plain", "Bad Request")),
        Discovered("with 403", Respond.With(403, "text/plain", "forbidden")),
        Discovered("with 404 and a page", Respond.With(404, "text/html", "<h1>Not found</h1>")),
        Discovered("with 406", Respond.With(406)),
        Discovered("with 415", Respond.With(415)),
        Discovered("with 422", Respond.With(422, Json, """{"detail":"unprocessable"}""")),
        Discovered("with 500", Respond.With(500, "text/plain", "boom")),
        Discovered("with 501", Respond.With(501)),
        Discovered("with 502", Respond.With(502, "text/html", "<h1>Bad gateway</h1>")),
        Discovered("with a stream without events", Respond.With(200, "text/event-stream")),
        Discovered("by closing the connection", Respond.Reset),

        Notified("with 200 and nothing", Respond.With(200)),
        Notified("with 200 and JSON without content", Respond.With(200, Json)),
        Notified("with 201", Respond.With(201)),
        Notified("with 204", Respond.With(204)),
        Notified("with plain text", Respond.With(200, "text/plain", "Accepted")),
        Notified("with a page", Respond.With(200, "text/html", "<html></html>")),
        Notified("with an empty object", Respond.With(200, Json, "{}")),
        Notified("with null", Respond.With(200, Json, "null")),
        Notified("with a text", Respond.With(200, Json, "\"\"")),
        Notified("that it is fine", Respond.With(200, Json, """{"ok":true}""")),
        Notified("with a result without an id", Respond.With(200, Json, """{"jsonrpc":"2.0","result":{}}""")),
        Notified("with a result whose id is null", Respond.With(200, Json, """{"jsonrpc":"2.0","id":null,"result":{}}""")),
        Notified("with an error whose id is null", Respond.With(200, Json, """{"jsonrpc":"2.0","id":null,"error":{"code":-32601,"message":"Method not found"}}""")),
        Notified("with an empty stream", Respond.With(200, "text/event-stream")),
        Notified("with 202 and JSON", Respond.With(202, Json, """{"status":"accepted"}""")),
        Notified("with 400", Respond.With(400, "text/plain", "no notifications")) with { Outcome = new Outcome(4, "status 400 (BadRequest): no notifications") },
        Notified("with 500", Respond.With(500)) with { Outcome = new Outcome(4, "status 500") },

        new("speaks an older version", Outcome.Answers) { Http = static server => (server.Version, server.Says) = ("2025-03-26", null) },
        new("speaks the newest version", Outcome.Answers) { Http = static server => (server.Version, server.Says) = ("2026-07-28", null) },
        new("knows the question for newer versions, speaks only older ones, and refuses the newer one's header", Outcome.Answers)
        {
            Http = static server => server.OnMessage = async (context, message) =>
            {
                var isQuestion = (string?)message["method"] == "server/discover";
                if (!isQuestion && context.Request.Headers["MCP-Protocol-Version"] != "2026-07-28")
                {
                    return false;
                }

                await Respond.With(isQuestion ? 200 : 400, Json, $$"""{"jsonrpc":"2.0","id":{{message["id"]}},{{(isQuestion ? OlderVersions : Unsupported)}}}""")(context);
                return true;
            },
        },
        new("is not ready yet", new Outcome(4, "status 503 (ServiceUnavailable): warming up. Try again in 7 s."))
        {
            Http = HttpModes.To("initialize", Respond.With(503, "text/plain", "warming up", ("Retry-After", "7"))),
        },
        new("is no MCP server but a page", new Outcome(4, "status 200 and text/html, which is not MCP: <!doctype html><title>Shop</title>", "Check \"url\""))
        {
            Http = static server => server.OnRequest = Always(Respond.With(200, "text/html", "<!doctype html><title>Shop</title>")),
        },
        new("answers everything with nothing", new Outcome(4, "status 200 and nothing else", "Check \"url\"")) { Http = static server => server.OnRequest = Always(Respond.With(200)) },
        new("answers everything with other JSON", new Outcome(4, "application/json that does not answer the request: {\"message\":\"hello\"}"))
        {
            Http = static server => server.OnRequest = Always(Respond.With(200, Json, """{"message":"hello"}""")),
        },
        new("hangs up", new Outcome(4, "closed the connection without an answer")) { Http = static server => server.OnRequest = Always(Respond.Reset) },
    ];

    public static Func<HttpContext, Task<bool>> Always(Func<HttpContext, Task> respond) => async context =>
    {
        await respond(context);
        return true;
    };

    private static Mode Discovered(string how, Func<HttpContext, Task> respond) =>
        new($"answers a question of a newer version {how}", Outcome.Answers) { Http = HttpModes.To("server/discover", respond) };

    private static Mode Notified(string how, Func<HttpContext, Task> respond) =>
        new($"answers a notification {how}", Outcome.Answers) { Http = HttpModes.To("notifications/initialized", respond) };
}
