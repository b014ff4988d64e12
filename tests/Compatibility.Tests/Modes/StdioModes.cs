using McpSkillGen.ScriptedServer;

namespace Compatibility.Tests.Modes;

/// <summary>What servers write to standard output that is not one message a line.</summary>
internal static class StdioModes
{
    private const string Json = """{"jsonrpc":"2.0","id":%ID%,"result":%RESULT%}""";

    public static IEnumerable<Mode> All { get; } =
    [
        Banner("writes a banner first", "Server is ready\n"),
        Banner("writes a banner without a line break", "Server running on stdio..."),
        Banner("writes a banner with an object and without a line break", "config: {\"debug\": true} ready "),
        Banner("writes a banner with a brace and without a line break", "{ starting "),
        Banner("writes a banner with a request in it", "will send {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} "),
        Banner("writes a banner in colours", "\u001b[32minfo\u001b[0m: up\n"),
        Banner("writes a banner with an error", "{\"jsonrpc\":\"2.0\",\"error\":\"none yet\"\n"),
        Banner("begins with a byte order mark", "\uFEFF"),
        Banner("begins with empty lines", "\r\n\n \n"),
        Banner("begins with a NUL", "\0"),
        Banner("logs in JSON to standard output", "{\"level\":30,\"msg\":\"listening\"}\n{\"level\":30,\"id\":\"x\"}\n"),
        Ends("ends its lines as on Windows", "\r\n"),
        Ends("ends its lines with a carriage return", "\r"),
        Ends("does not end its lines", ""),
        Ends("writes an empty line after each line", "\n\n"),
        Ends("ends its lines with a space", " \n"),
        Ends("ends its lines with a line separator", "\u2028\n"),
        Ends("writes text behind its messages", " # done\n"),
        Written("writes text before its messages", "INFO answering: " + Json),
        Written("writes its messages in lists", "[" + Json + "]"),
        Written("writes notifications and messages in one list", """[{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"debug","data":"x"}},""" + Json + "]"),
        Written("writes two messages in a line", """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"debug","data":"x"}}""" + Json),
        Written("writes the length of its messages before them", "Content-Length: 120\r\n\r\n" + Json),
        Written("writes lines between its messages", "about to answer", Json, "answered"),
        Written("writes broken JSON between its messages", "{ broken", Json, "[1,", "\"text\""),
        Written("logs its answers before it writes them", "sending " + Json, Json),
        new("complains at length while it starts", Outcome.Answers) { Script = new Script { Complaint = new string('x', 100_000) + "\nready\n" } },
        new("ends after its answer", Outcome.Answers) { Script = new Script { EndsAfter = "tools/call" } },
        new("ends when it is asked for server/discover", Outcome.Answers) { Script = Scripts.Saying("server/discover") with { EndsAfter = "server/discover" } },
        new("ends when it is called", new Outcome(6, "may or may not have run", "out of cheese"))
        {
            Script = Scripts.Saying("tools/call") with { EndsAfter = "tools/call", Complaint = "out of cheese\n" },
        },
        new("ends when it is asked to introduce itself", new Outcome(4, "did not start", "no licence"))
        {
            Script = Scripts.Saying("initialize") with { EndsAfter = "initialize", Complaint = "no licence\n" },
        },
        new("never introduces itself", new Outcome(4, "did not get ready within 3 s", "waiting for the database", "\"start_timeout\""))
        {
            Script = new Script { Says = new Dictionary<string, string[]> { ["server/discover"] = [], ["initialize"] = [] }, Complaint = "waiting for the database\n" },
            Config = new() { ["start_timeout"] = 3 },
        },
        new("introduces itself in another language", new Outcome(4, "did not get ready within 3 s", "It wrote to standard output what is not MCP: Type help for help"))
        {
            Script = new Script { Says = new Dictionary<string, string[]> { ["server/discover"] = ["?"], ["initialize"] = ["?"] }, Banner = "Type help for help\n" },
            Config = new() { ["start_timeout"] = 3 },
        },
    ];

    private static Mode Banner(string name, string banner) => new(name, Outcome.Answers) { Script = new Script { Banner = banner } };

    private static Mode Ends(string name, string lineEnd) => new(name, Outcome.Answers) { Script = new Script { LineEnd = lineEnd } };

    /// <summary>A server that writes all its answers in its own way.</summary>
    private static Mode Written(string name, params string[] texts) => new(name, Outcome.Answers)
    {
        Script = new Script { Says = new Dictionary<string, string[]> { ["initialize"] = texts, ["tools/call"] = texts } },
    };
}
