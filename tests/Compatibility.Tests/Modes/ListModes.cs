using McpSkillGen.ScriptedServer;

namespace Compatibility.Tests.Modes;

/// <summary>How servers list what they offer.</summary>
internal static class ListModes
{
    private const string Echo = """{"name":"echo","inputSchema":{"type":"object"}}""";

    private static readonly Outcome s_listed = new(0, "\"echo\"");

    public static IEnumerable<Mode> All { get; } =
    [
        Page("ends its list with an empty cursor", $$"""{"tools":[{{Echo}}],"nextCursor":""}"""),
        Page("ends its list with null for a cursor", $$"""{"tools":[{{Echo}}],"nextCursor":null}"""),
        Page("ends its list with false for a cursor", $$"""{"tools":[{{Echo}}],"nextCursor":false}"""),
        Page("has the same cursor on each page", $$"""{"tools":[{{Echo}}],"nextCursor":"more"}"""),
        Page("has the same page behind each cursor", $$"""{"tools":[{{Echo}}],"nextCursor":"%COUNT%"}"""),
        Page("has a number for a cursor", $$"""{"tools":[{{Echo}}],"nextCursor":1}"""),
        Page("has an object for a cursor", $$$"""{"tools":[{{{Echo}}}],"nextCursor":{"page":2}}"""),
        Page("lists tools without end", """{"tools":[{"name":"tool%COUNT%"}],"nextCursor":"%COUNT%"}""", "\"tool1\"", "\"tool1000\"", "its list has more than 1000 pages"),
        Page("lists a tool without a schema", """{"tools":[{"name":"echo"}]}"""),
        Page("lists a tool whose schema is empty", """{"tools":[{"name":"echo","inputSchema":{}}]}"""),
        Page("lists a tool whose schema is null", """{"tools":[{"name":"echo","inputSchema":null,"outputSchema":null}]}"""),
        Page("lists a tool whose schema is true", """{"tools":[{"name":"echo","inputSchema":true,"outputSchema":"none"}]}"""),
        Page("lists a tool twice", $$"""{"tools":[{{Echo}},{{Echo}}]}""", s_listed.Words[0], "lists the tool 'echo' 2 times"),
        Page("lists a tool with metadata of other types", """{"tools":[{"name":"echo","title":7,"description":["a"],"annotations":"safe","icons":"x","_meta":1,"execution":[]}]}"""),
        Page("cuts the texts of its list", """{"tools":[{"name":"echo","description":"cut \ud83d","inputSchema":{"type":"object","properties":{"\ud83d":{}}}}]}"""),
        Page("lists what is no tool", $$"""{"tools":[{{Echo}},"text",7,null,{"title":"without a name"}]}""", s_listed.Words[0], "without a name: 4 of its tools"),
        Page("has a text for _meta in its list", $$"""{"tools":[{{Echo}}],"_meta":"x","total":1}"""),
        new("breaks on the second page", s_listed with { Words = ["\"echo\"", "could not be read to its end"] })
        {
            Asks = Question.Catalog,
            Script = Scripts.WithResult("tools/list", $$"""{"tools":[{{Echo}}],"nextCursor":"2"}""") with
            {
                SaysLater = new Dictionary<string, string[]> { ["tools/list"] = ["""{"jsonrpc":"2.0","id":%ID%,"error":{"code":-32602,"message":"bad cursor"}}"""] },
            },
        },
        new("does not say that it has tools", s_listed)
        {
            Asks = Question.Catalog,
            Script = new Script { Capabilities = ["logging"] },
        },
        new("has an error for its tools", new Outcome(4, "error -32603: out of order"))
        {
            Asks = Question.Catalog,
            Script = Scripts.WithError("tools/list", """{"code":-32603,"message":"out of order"}"""),
        },
        new("has a text for its tools", new Outcome(4, "has no 'tools'"))
        {
            Asks = Question.Catalog,
            Script = Scripts.WithResult("tools/list", """{"tools":"none"}"""),
        },
        Beside("does not know the resources that it claims", "resources", "resources/list", """ "error":{"code":-32601,"message":"no"}""", note: null),
        Beside("says in words that it does not know its templates", "resources", "resources/templates/list", """ "error":{"code":-32000,"message":"method not found: resources/templates/list"}""", note: null),
        Beside("has an error for its resources", "resources", "resources/list", """ "error":{"code":-32603,"message":"no disk"}""", "without the server's resources. The server answered resources/list with error -32603: no disk"),
        Beside("has an error for its templates", "resources", "resources/templates/list", """ "error":"no" """, "without the server's resourceTemplates"),
        Beside("has an error for its prompts", "prompts", "prompts/list", """ "error":{"code":"E","message":"no"}""", "without the server's prompts"),
        Beside("has a text for its prompts", "prompts", "prompts/list", """ "result":"none" """, "without the server's prompts"),
        Beside("has an object for its resources", "resources", "resources/list", """ "result":{"resources":{"a":1}}""", "without the server's resources"),
        Beside("has null for its prompts", "prompts", "prompts/list", """ "result":{"prompts":null}""", note: null),
        Beside("has prompts without end", "prompts", "prompts/list", """ "result":{"prompts":[{"name":"p"}],"nextCursor":"%COUNT%"}""", note: null),
        Beside("has the same cursor for its resources", "resources", "resources/list", """ "result":{"resources":[{"uri":"a:b"}],"nextCursor":"x"}""", note: null),
        new("is silent about its prompts", s_listed with { Words = ["\"echo\"", "did not answer prompts/list within 10 s"] })
        {
            Asks = Question.Catalog,
            Script = Scripts.Saying("prompts/list") with { Capabilities = ["tools", "prompts"] },
        },
    ];

    private static Mode Page(string name, string result, params string[] words) => new(name, new Outcome(0, words is [] ? s_listed.Words : words))
    {
        Asks = Question.Catalog,
        Script = Scripts.WithResult("tools/list", result),
    };

    /// <summary>A list that no skill depends on: the tools are there.</summary>
    private static Mode Beside(string name, string capability, string method, string answer, string? note) =>
        new(name, note is null ? s_listed with { Unsaid = ["without the server's"] } : s_listed with { Words = [.. s_listed.Words, note] })
        {
            Asks = Question.Catalog,
            Script = Scripts.Saying(method, $$"""{"jsonrpc":"2.0","id":%ID%,{{answer}}}""") with { Capabilities = ["tools", capability] },
        };
}
