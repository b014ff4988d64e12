using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.HttpFaultServer;

namespace Compatibility.Tests.Modes;

/// <summary>How servers write an answer as an event of a stream.</summary>
internal static class HttpEvents
{
    public static IEnumerable<Mode> All { get; } =
    [
        Writes("answers with events", static body => $"event: message\ndata: {body}\n\n"),
        Writes("answers with events of a charset", static body => $"data: {body}\n\n", "text/event-stream; charset=utf-8"),
        Writes("ends the lines of its events as Windows does", static body => $": hello\r\n\r\nid: 1\r\nevent: message\r\ndata: {body}\r\n\r\n"),
        Writes("ends the lines of its events as the Macintosh did", static body => $":c\r\rid:1\rdata:{body}\r\r"),
        Writes("begins its events with a byte order mark", static body => $"\uFEFFdata: {body}\n\n"),
        Writes("begins its events with a byte order mark and a name", static body => $"\uFEFFevent: message\ndata: {body}\n\n"),
        Writes("writes the JSON of its events over several lines", static body =>
            string.Concat(JsonNode.Parse(body)!.ToJsonString(new() { WriteIndented = true }).Split('\n').Select(static line => $"data: {line}\n")) + "\n"),
        Writes("ends its events with an empty line of data", static body => $"data: {body}\ndata: \n\n"),
        Writes("does not end its last event", static body => $"data: {body}\n"),
        Writes("does not end the line of its last event", static body => $"data: {body}"),
        Writes("gives its events another name", static body => $"event: response\ndata: {body}\n\n"),
        Writes("answers with an array in an event", static body => $"data: [{body}]\n\n"),
        Writes("sends a notification and an array of answers in events", static body =>
            $"data: {{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}}\n\ndata: [{body}]\n\n"),
        Writes("sends empty events before its answer", static body => $"data\n\ndata:\n\n:\n\nevent: ping\ndata: now\n\ndata: {body}\n\n"),
        Writes("asks the client something before it answers", static body =>
            $"data: {{\"jsonrpc\":\"2.0\",\"id\":\"srv-1\",\"method\":\"ping\"}}\n\ndata: {{\"jsonrpc\":\"2.0\",\"id\":-5,\"method\":\"roots/list\"}}\n\ndata: {body}\n\n"),
        new("sends its events in small pieces", Outcome.Answers)
        {
            Http = static server => server.OnAnswer = static async (context, body) =>
            {
                foreach (var piece in Encoding.UTF8.GetBytes($"event: message\ndata: {body}\n\n").Chunk(7))
                {
                    await FaultyHttpServer.WriteEventAsync(context, Encoding.UTF8.GetString(piece));
                }
            },
        },
        new("does not end its streams", Outcome.Answers)
        {
            Http = static server => server.OnAnswer = static async (context, body) =>
            {
                await FaultyHttpServer.WriteEventAsync(context, $"data: {body}\n\n");
                await HttpStreams.UntilGoneAsync(context);
            },
        },
        new("breaks its streams off after the answer", Outcome.Answers)
        {
            Http = static server => server.OnAnswer = static async (context, body) =>
            {
                await FaultyHttpServer.WriteEventAsync(context, $"data: {body}\n");
                throw new IOException("The server closes the connection here.");
            },
        },
        new("ends its streams without an answer", new Outcome(6, "may or may not have run", "text/event-stream that does not answer the request"))
        {
            Http = HttpModes.To("tools/call", static context => FaultyHttpServer.WriteEventAsync(context, ": nothing to say\n\n")),
        },
    ];

    private static Mode Writes(string name, Func<string, string> write, string type = "text/event-stream") => new(name, Outcome.Answers)
    {
        Http = server => server.OnAnswer = async (context, body) =>
        {
            context.Response.ContentType = type;
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(write(body)));
        },
    };
}
