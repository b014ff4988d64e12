using System.Text.Json.Nodes;
using Compatibility.Tests.Support;
using McpSkillGen.HttpFaultServer;
using Microsoft.AspNetCore.Http;

namespace Compatibility.Tests.Modes;

/// <summary>How servers respond to a GET, which asks for the stream of messages that answer no request.</summary>
internal static class HttpStreams
{
    private const string Json = "application/json";

    public static IEnumerable<Mode> All { get; } =
    [
        .. new[] { 400, 401, 403, 404, 405, 406, 410, 429, 500, 501, 503 }.Select(static status => Asked($"with {status}", Respond.With(status, "text/plain", "nope"))),
        Asked("with JSON", Respond.With(200, Json, """{"status":"ok"}""")),
        Asked("with a page", Respond.With(200, "text/html", "<html>hello</html>")),
        Asked("with nothing", Respond.With(200)),
        Asked("with 204", Respond.With(204)),
        Asked("with a stream that ends at once", Respond.With(200, "text/event-stream", ": bye\n\n")),
        Asked("with a stream that ends at once and is to be asked for again", Respond.With(200, "text/event-stream", "retry: 1\nid: 5\ndata: \n\n")),
        Asked("with a login page elsewhere", Respond.With(302, headers: ("Location", "https://login.example.com/"))),
        Asked("by closing the connection", Respond.Reset),
        Asked("never", UntilGoneAsync),
        new("declines its stream while a call runs", Outcome.Answers) { Http = DeclineDuringCall },
        new("answers on its stream", Outcome.Answers) { Http = static server => AnswerOnStream(server, 202, asArray: false) },
        new("answers on its stream in an array", Outcome.Answers) { Http = static server => AnswerOnStream(server, 202, asArray: true) },
        new("answers on its stream after 200 and nothing", Outcome.Answers) { Http = static server => AnswerOnStream(server, 200, asArray: false) },
        new("takes a call and has no stream to answer on", new Outcome(6, "status 202 and nothing else. It has no stream"))
        {
            Http = HttpModes.To("tools/call", Respond.With(202)),
        },
    ];

    public static async Task UntilGoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static Mode Asked(string how, Func<HttpContext, Task> respond) => new($"answers a GET {how}", Outcome.Answers)
    {
        Http = server => server.OnRequest = async context =>
        {
            if (context.Request.Method != "GET")
            {
                return false;
            }

            await respond(context);
            return true;
        },
    };

    private static void DeclineDuringCall(FaultyHttpServer server)
    {
        var (called, declined) = (new TaskCompletionSource(), new TaskCompletionSource());
        server.OnRequest = async context =>
        {
            if (context.Request.Method != "GET")
            {
                return false;
            }

            await called.Task;
            context.Response.StatusCode = 404;
            await context.Response.CompleteAsync();
            declined.TrySetResult();
            return true;
        };
        server.OnMessage = async (_, message) =>
        {
            if ((string?)message["method"] == "tools/call")
            {
                called.TrySetResult();
                await declined.Task;
            }

            return false;
        };
    }

    private static void AnswerOnStream(FaultyHttpServer server, int status, bool asArray)
    {
        var stream = new TaskCompletionSource<HttpContext>();
        server.OnRequest = async context =>
        {
            if (context.Request.Method != "GET")
            {
                return false;
            }

            await FaultyHttpServer.WriteEventAsync(context, ": open\n\n");
            stream.TrySetResult(context);
            await UntilGoneAsync(context);
            return true;
        };
        server.OnMessage = async (context, message) =>
        {
            if ((string?)message["method"] != "tools/call")
            {
                return false;
            }

            context.Response.StatusCode = status;
            await context.Response.CompleteAsync();
            var answer = FaultyHttpServer.Text(message, (string)message["params"]!["arguments"]!["message"]!);
            await FaultyHttpServer.WriteEventAsync(await stream.Task, $"data: {(asArray ? new JsonArray(answer).ToJsonString() : answer.ToJsonString())}\n\n");
            return true;
        };
    }
}
