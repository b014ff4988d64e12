using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.HttpFaultServer;

namespace Compatibility.Tests.Modes;

/// <summary>What configs say about headers. Servers here want what the specification says, and the header <c>X-Token</c> where the config has one.</summary>
internal static class HttpHeaders
{
    public static IEnumerable<Mode> All { get; } =
    [
        .. new[]
        {
            ("Content-Type", "application/json"), ("content-type", "application/json; charset=utf-8"), ("Content-Length", "5"), ("Expires", "0"), ("Last-Modified", "0"),
            ("Allow", "POST"), ("Content-Language", "de"), ("Accept", "application/json"), ("Transfer-Encoding", "chunked"), ("Connection", "keep-alive"),
            ("Accept-Encoding", "gzip, br"), ("User-Agent", "mine (of mine"), ("Mcp-Session-Id", "mine"), ("MCP-Protocol-Version", "2020-01-01"), ("Host", "example.com"),
            ("Cookie", "a=b"), ("X-Empty", ""), ("Date", "yesterday"), ("If-None-Match", "no quotes"),
        }.Select(static header => Configured($"is called with the header {header.Item1}: {header.Item2}", header.Item1, header.Item2) with { Http = Wants }),
        Wanted("is called with a token", "abc", "abc"),
        Wanted("is called with a token that ends in a line break", "abc\n", "abc"),
        Wanted("is called with a token that ends in a line break of Windows", "abc\r\n", "abc"),
        Wanted("is called with a token between blanks", " \tabc \n", "abc"),
        Wanted("is called with a token that is not ASCII", "J\u00fcrgen", "J\u00fcrgen"),
        Wanted("is called with a token in another script", "\u65e5\u672c", Encoding.Latin1.GetString("\u65e5\u672c"u8)),
        Configured("is called with a line break in a token", "X-Token", "abc\nX-Injected: yes") with { Outcome = new Outcome(3, "\"headers.X-Token\" contains a line break") },
        Configured("is called with a zero byte in a token", "X-Token", "abc\0") with { Outcome = new Outcome(3, "contains the character \\u0000") },
        Configured("is called with a header's name that has a space", "X Token", "abc") with { Outcome = new Outcome(3, "mcp-config.json:1:", "X Token") },
        Configured("is called with a header's name that has a colon", "X-Token:", "abc") with { Outcome = new Outcome(3, "mcp-config.json:1:", "X-Token:") },
        Configured("is called with a header's name that is empty", "", "abc") with { Outcome = new Outcome(3, "mcp-config.json:1:") },
        Configured("is called with a header's name with an umlaut", "X-T\u00f6ken", "abc") with { Outcome = new Outcome(3, "mcp-config.json:1:") },
    ];

    private static Mode Configured(string name, string header, string value) => new(name, Outcome.Answers)
    {
        Config = new JsonObject { ["headers"] = new JsonObject { [header] = value } },
        IsOursAlone = true,
    };

    private static Mode Wanted(string name, string given, string wanted) => Configured(name, "X-Token", given) with
    {
        Http = server => server.OnMessage = async (context, _) =>
        {
            // As most servers do, this one reads each byte as one character.
            var token = context.Request.Headers["X-Token"].ToString();
            if (token == wanted)
            {
                return false;
            }

            await Support.Respond.With(400, "text/plain", $"no: {token}")(context);
            return true;
        },
    };

    private static void Wants(FaultyHttpServer server) => server.OnMessage = async (context, _) =>
    {
        var headers = context.Request.Headers;
        if (headers.ContentType.ToString().StartsWith("application/json", StringComparison.Ordinal)
            && headers.Accept.ToString() is var accept && accept.Contains("application/json", StringComparison.Ordinal) && accept.Contains("text/event-stream", StringComparison.Ordinal)
            && headers.ContentLength > 5)
        {
            return false;
        }

        await Support.Respond.With(415, "text/plain", $"{headers.ContentType} {headers.Accept} {headers.ContentLength}")(context);
        return true;
    };
}
