using McpSkillGen.ScriptedServer;

namespace Compatibility.Tests.Modes;

/// <summary>How servers introduce themselves.</summary>
internal static class HandshakeModes
{
    private const string Discover = "server/discover";

    private const string Initialize = "initialize";

    public static IEnumerable<Mode> All { get; } =
    [
        // What a server answers that does not know the newest handshake.
        Discovered("an error without an id", """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"bad"}}"""),
        Discovered("an error that does not mention an id", """{"jsonrpc":"2.0","error":{"code":-32600,"message":"bad"}}"""),
        Discovered("an error whose code is a text", """{"jsonrpc":"2.0","id":%ID%,"error":{"code":"E_METHOD","message":"bad"}}"""),
        Discovered("an error that is a text", """{"jsonrpc":"2.0","id":%ID%,"error":"no such method"}"""),
        Discovered("an internal error", """{"jsonrpc":"2.0","id":%ID%,"error":{"code":-32603,"message":"bad"}}"""),
        Discovered("the same error twice", [.. Enumerable.Repeat("""{"jsonrpc":"2.0","id":%ID%,"error":{"code":-32601,"message":"bad"}}""", 2)]),
        Discovered("an empty result", """{"jsonrpc":"2.0","id":%ID%,"result":{}}"""),
        Discovered("null", """{"jsonrpc":"2.0","id":%ID%,"result":null}"""),
        Discovered("a text", """{"jsonrpc":"2.0","id":%ID%,"result":"what?"}"""),
        Discovered("the result of initialize", """{"jsonrpc":"2.0","id":%ID%,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}}}}"""),
        Discovered("versions that are numbers", """{"jsonrpc":"2.0","id":%ID%,"result":{"supportedVersions":[1,2]}}"""),
        Discovered("versions from the future", """{"jsonrpc":"2.0","id":%ID%,"result":{"supportedVersions":["2031-01-01"],"capabilities":{}}}"""),
        Discovered("silence") with { Config = new() { ["start_timeout"] = 6 } },

        // What comes before the answer to initialize, or with it.
        Around("logs before it introduces itself", """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"hi"}}"""),
        Around("reports changed tools before it introduces itself", """{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"""),
        Around("asks for a ping before it introduces itself", """{"jsonrpc":"2.0","id":"p","method":"ping"}"""),
        Around("asks for roots before it introduces itself", """{"jsonrpc":"2.0","id":-1,"method":"roots/list"}"""),
        Around("asks for a model before it introduces itself", """{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}}"""),
        Around("asks the user before it introduces itself", """{"jsonrpc":"2.0","id":2,"method":"elicitation/create","params":{"message":"Who?","requestedSchema":{"type":"object","properties":{"a":{"type":"string"}}}}}"""),
        Around("answers what nobody asked before it introduces itself", """{"jsonrpc":"2.0","id":4711,"result":{}}"""),
        Introduced("introduces itself twice", "%ANSWER%", "%ANSWER%"),
        Introduced("answers with ids that are texts", """{"jsonrpc":"2.0","id":"%ID%","result":%RESULT%}"""),
        Introduced("answers with ids that have a fraction", """{"jsonrpc":"2.0","id":%ID%.0,"result":%RESULT%}"""),
        Introduced("answers with ids that have an exponent", """{"jsonrpc":"2.0","id":%ID%e0,"result":%RESULT%}"""),
        Introduced("names no version of JSON-RPC", """{"id":%ID%,"result":%RESULT%}"""),
        Introduced("names another version of JSON-RPC", """{"jsonrpc":"1.0","id":%ID%,"result":%RESULT%}"""),
        Introduced("writes the id last", """{"result":%RESULT%,"jsonrpc":"2.0","id":%ID%}"""),
        Introduced("writes null for the error", """{"jsonrpc":"2.0","id":%ID%,"result":%RESULT%,"error":null}"""),
        Introduced("adds members to its answers", """{"jsonrpc":"2.0","id":%ID%,"result":%RESULT%,"took":12,"method":null}"""),
        Introduced("writes names with escapes", """{"jsonrpc":"2.0","\u0069d":%ID%,"result":%RESULT%}"""),

        // What it says about itself.
        Said("knows a version of MCP that nobody else does", """{"protocolVersion":"2031-01-01","capabilities":{"tools":{}},"serverInfo":{"name":"n","version":"1"}}"""),
        Said("knows the first draft of MCP", """{"protocolVersion":"2024-10-07","capabilities":{"tools":{}},"serverInfo":{"name":"n","version":"1"}}"""),
        Said("knows only the oldest version of MCP", """{"protocolVersion":"2024-11-05","capabilities":{"tools":{}},"serverInfo":{"name":"n","version":"1"}}"""),
        Said("claims the newest version in initialize", """{"protocolVersion":"2026-07-28","capabilities":{"tools":{}},"serverInfo":{"name":"n","version":"1"}}"""),
        Said("has a number for its version of MCP", """{"protocolVersion":2025,"capabilities":{"tools":{}},"serverInfo":{"name":"n","version":"1"}}"""),
        Said("names no version of MCP", """{"capabilities":{"tools":{}},"serverInfo":{"name":"n","version":"1"}}"""),
        Said("does not say who it is", """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}}}"""),
        Said("has a text for who it is", """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":"me"}"""),
        Said("has a number for its own version", """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"n","version":1}}"""),
        Said("has icons whose sizes are a text", """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"n","version":"1","icons":[{"src":"x","sizes":"48x48"}]}}"""),
        Said("has icons that are a text", """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"n","version":"1","icons":"x","title":7,"websiteUrl":{}}}"""),
        Said("says nothing about its capabilities", """{"protocolVersion":"2025-06-18","serverInfo":{"name":"n","version":"1"}}"""),
        Said("claims no capability at all", """{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"n","version":"1"}}"""),
        Said("has true for a capability", """{"protocolVersion":"2025-06-18","capabilities":{"tools":true,"resources":false,"logging":null},"serverInfo":{"name":"n","version":"1"}}"""),
        Said("has a list for its capabilities", """{"protocolVersion":"2025-06-18","capabilities":["tools"],"serverInfo":{"name":"n","version":"1"}}"""),
        Said("has an object for its instructions", """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"n","version":"1"},"instructions":{"text":"x"},"_meta":"x"}"""),
        Said("has halves of characters in its texts", """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"n \ud83d","version":"\udc00"},"instructions":"cut \ud83d"}"""),
        Said("repeats its members", """{"protocolVersion":"x","protocolVersion":"2025-06-18","capabilities":{"tools":{}},"capabilities":{"tools":{}},"serverInfo":{"name":"n","name":"n","version":"1"}}"""),
        new("refuses to introduce itself", new Outcome(4, "no licence")) { Script = Scripts.WithError(Initialize, """{"code":-32000,"message":"no licence"}""") },
    ];

    private static Mode Discovered(string what, params string[] texts) =>
        new($"answers server/discover with {what}", Outcome.Answers) { Script = Scripts.Saying(Discover, texts) };

    private static Mode Around(string name, string before) => Introduced(name, before, "%ANSWER%");

    private static Mode Introduced(string name, params string[] texts) => new(name, Outcome.Answers)
    {
        Script = new Script { Says = new Dictionary<string, string[]> { [Initialize] = texts, ["tools/call"] = [texts[^1]] } },
    };

    private static Mode Said(string name, string result) => new(name, Outcome.Answers) { Script = Scripts.WithResult(Initialize, result) };
}
