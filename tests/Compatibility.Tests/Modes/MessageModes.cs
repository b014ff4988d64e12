using McpSkillGen.ScriptedServer;

namespace Compatibility.Tests.Modes;

/// <summary>What servers say that the protocol does not know, whatever carries it: tried over HTTP and over standard input and output.</summary>
internal static class MessageModes
{
    public static IEnumerable<Mode> All { get; } =
    [
        new("behaves", Outcome.Answers),
        new("answers with the error of a tool", new Outcome(1, "error -32000: no cheese"))
        {
            Script = Saying("tools/call", """{"jsonrpc":"2.0","id":%ID%,"error":{"code":-32000,"message":"no cheese"}}"""),
        },
        new("lists its tools", new Outcome(0, "\"echo\"")) { Asks = Question.Catalog },
    ];

    /// <summary>A server that answers one method in its own way.</summary>
    private static Script Saying(string method, params string[] texts) => new() { Says = new Dictionary<string, string[]> { [method] = texts } };
}
