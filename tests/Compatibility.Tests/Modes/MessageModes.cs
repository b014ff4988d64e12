namespace Compatibility.Tests.Modes;

/// <summary>What servers say that the protocol does not know, whatever carries it: tried over HTTP and over standard input and output.</summary>
internal static class MessageModes
{
    public static IEnumerable<Mode> All { get; } =
    [
        new("behaves", Outcome.Answers),
        new("answers with the error of a tool", new Outcome(1, "error -32000: no cheese"))
        {
            Script = Scripts.Saying("tools/call", """{"jsonrpc":"2.0","id":%ID%,"error":{"code":-32000,"message":"no cheese"}}"""),
        },
        new("lists its tools", new Outcome(0, "\"echo\"")) { Asks = Question.Catalog },
    ];
}
