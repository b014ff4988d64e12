namespace Compatibility.Tests.Modes;

/// <summary>How servers answer a call.</summary>
internal static class ResultModes
{
    private const string Call = "tools/call";

    public static IEnumerable<Mode> All { get; } =
    [
        // Results of other shapes: what arrived is printed.
        Result("has a text for its content", """{"content":"some words"}""", "stdout: some words"),
        Result("has one object for its content", """{"content":{"type":"text","text":"some words"}}""", "stdout: some words"),
        Result("has null for its content", """{"content":null}""", """stdout: {"content":null}"""),
        Result("has no content", "{}", "stdout: {}"),
        Result("answers as the oldest servers do", """{"toolResult":{"n":1}}""", """stdout: {"n":1}"""),
        Result("has only structured content", """{"structuredContent":{"n":1}}""", """stdout: {"n":1}"""),
        Result("has structured content beside empty content", """{"content":[],"structuredContent":[1]}""", "stdout: [1]"),
        Result("has a text for its structured content", """{"structuredContent":"words"}""", "stdout: words"),
        Result("answers a call with a text", "\"some words\"", "stdout: some words"),
        Result("answers a call with a number", "5", "stdout: 5"),
        Result("answers a call with a list", "[1,2]", "stdout: [1,2]"),
        Result("answers a call with null", "null", "stdout: null"),
        Result("answers a call with a task that nobody asked for", """{"task":{"taskId":"t1","status":"working"}}""", """{"taskId":"t1","status":"working"}"""),
        Result("has texts for blocks", """{"content":["a","b"]}""", "stdout: a", "b"),
        Result("has numbers and null for texts", """{"content":[{"type":"text","text":42},{"type":"text","text":null}]}""", "42"),
        Result("has a block of a type of its own", """{"content":[{"type":"video","url":"x"}]}""", "'video'"),
        Result("has blocks without a type", """{"content":[{"text":"some words"}]}""", "some words"),
        Result("cuts the text of a result", """{"content":[{"type":"text","text":"half \ud800 pair"}]}""", "stdout: half \uFFFD pair"),
        Result("repeats a member of a result", """{"content":[{"type":"text","text":"first"}],"content":[{"type":"text","text":"second"}]}""", "stdout: second"),
        Result("has a text for _meta in a result", """{"_meta":"x","content":[{"type":"text","text":"some words"}]}""", "stdout: some words"),
        Result("has an image that is no base64", """{"content":[{"type":"image","data":"***","mimeType":"image/png"}]}""", "not base64"),
        Failing("has a text for isError", """{"isError":"true","content":[{"type":"text","text":"no cheese"}]}""", "no cheese"),
        Failing("has a number for isError", """{"isError":1,"content":"no cheese"}""", "no cheese"),
        Failing("fails without a word", """{"isError":true}""", "failed and did not say why") with { IsOursAlone = true },

        // Errors of other shapes: what arrived is said.
        Error("has a text for an error", "\"no cheese\"", "an error: no cheese"),
        Error("has a text for an error's code", """{"code":"E_FAIL","message":"no cheese"}""", "error E_FAIL: no cheese"),
        Error("has a fraction in an error's code", """{"code":-32000.5,"message":"no cheese"}""", "error -32000.5: no cheese"),
        Error("has a large number for an error's code", """{"code":99999999999,"message":"no cheese"}""", "error 99999999999: no cheese"),
        Error("has no message in an error", """{"code":-1}""", "error -1"),
        Error("has an object for an error's message", """{"code":-1,"message":{"text":"no cheese"}}""", "no cheese"),
        Error("has a list for an error", "[1]", "an error: [1]"),
        new("has an error about arguments whose code is a text", new Outcome(2, "error -32602: no cheese"))
        {
            Script = Scripts.WithError(Call, """{"code":"-32602","message":"no cheese"}"""),
        },
        new("has an error without an id", new Outcome(1, "error -32600: not understood"))
        {
            Script = Scripts.Saying(Call, """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"not understood"}}"""),
        },
        new("answers with neither a result nor an error", new Outcome(6, "has neither a result nor an error")) { Script = Scripts.Saying(Call, """{"jsonrpc":"2.0","id":%ID%}""") },
        new("answers with what is not JSON", new Outcome(6, "is not JSON", "It begins: ")) { Script = Scripts.Saying(Call, """{"jsonrpc":"2.0","id":%ID%,"result":{"n":NaN}}""") },

        // What else is said during a call.
        During("reports progress with a text for its token", """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"1","progress":1}}"""),
        During("reports progress of nothing", """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":{"a":1},"progress":"x","total":[]}}"""),
        During("reports progress without params", """{"jsonrpc":"2.0","method":"notifications/progress"}"""),
        During("reports progress in a list", """{"jsonrpc":"2.0","method":"notifications/progress","params":[1]}"""),
        During("logs without params", """{"jsonrpc":"2.0","method":"notifications/message"}"""),
        During("logs at a level of its own", """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"loud","data":{"a":[1]}}}""", """[loud] {"a":[1]}"""),
        During("logs without a level", """{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"words"}}""", "[log] words"),
        During("notifies of what nobody knows", """{"jsonrpc":"2.0","method":"vendor/thing","params":"x"}"""),
        During("reports changed tools during a call", """{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"""),
        During("asks for a ping during a call", """{"jsonrpc":"2.0","id":1,"method":"ping"}"""),
        During("asks for what nobody knows", """{"jsonrpc":"2.0","id":"u","method":"vendor/thing","params":[1]}"""),
        During("asks with null for an id", """{"jsonrpc":"2.0","id":null,"method":"ping"}"""),
        During("asks with a fraction in the id", """{"jsonrpc":"2.0","id":1.5,"method":"ping"}"""),
        During("asks for a model during a call", """{"jsonrpc":"2.0","id":"s","method":"sampling/createMessage","params":{}}""", "sampling"),
        During("asks for roots in a wrong way", """{"jsonrpc":"2.0","id":"r","method":"roots/list","params":"x"}"""),
        During("cancels what nobody asked", """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":4711}}"""),
        During("answers what nobody asked", """{"jsonrpc":"2.0","id":4711,"result":{}}"""),
        During("has errors for what nobody asked", """{"jsonrpc":"2.0","id":"4711","error":{"code":1,"message":"x"}}"""),
        new("answers a call twice", Outcome.Answers) { Script = Scripts.Saying(Call, "%ANSWER%", "%ANSWER%") },
    ];

    private static Mode Result(string name, string result, params string[] words) =>
        new(name, new Outcome(0, words)) { Script = Scripts.WithResult(Call, result) };

    private static Mode Failing(string name, string result, params string[] words) =>
        new(name, new Outcome(1, words)) { Script = Scripts.WithResult(Call, result) };

    private static Mode Error(string name, string error, params string[] words) =>
        new(name, new Outcome(1, words)) { Script = Scripts.WithError(Call, error) };

    /// <summary>Something is said before the answer, which comes all the same.</summary>
    private static Mode During(string name, string before, params string[] words) =>
        new(name, new Outcome(0, [Support.Trial.Message, .. words])) { Script = Scripts.Saying(Call, before, "%ANSWER%") };
}
