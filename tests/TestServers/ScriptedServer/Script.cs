using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace McpSkillGen.ScriptedServer;

/// <summary>
/// What a server says, whatever carries it: ordinary answers, except to the methods that it has other texts for. A server with
/// one tool, <c>echo</c>, that answers with its argument <c>message</c>.
/// </summary>
public sealed record Script
{
    private readonly ConcurrentDictionary<string, int> _asked = new();

    /// <summary>What is written before anything is read. Over standard output only.</summary>
    public string Banner { get; init; } = "";

    /// <summary>What is written to standard error before anything is read.</summary>
    public string Complaint { get; init; } = "";

    /// <summary>What follows each message. Over standard output only.</summary>
    public string LineEnd { get; init; } = "\n";

    /// <summary>The method after whose answer the process ends. Over standard output only.</summary>
    public string? EndsAfter { get; init; }

    /// <summary>The capabilities that it claims: the names of members of <c>capabilities</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ["tools"];

    /// <summary>
    /// What it says to a method: whole messages, in their order; none for silence. In them, <c>%ID%</c> is the request's id,
    /// <c>%RESULT%</c> the ordinary result, <c>%ANSWER%</c> the ordinary message, and <c>%COUNT%</c> how often the method was asked.
    /// </summary>
    public IReadOnlyDictionary<string, string[]> Says { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The same from the second time on.</summary>
    public IReadOnlyDictionary<string, string[]> SaysLater { get; init; } = new Dictionary<string, string[]>();

    /// <summary>What it says to a message; nothing to a notification and to an answer.</summary>
    public IReadOnlyList<string> Answer(JsonObject message)
    {
        var method = (string?)message["method"];
        if (method is null || (message["id"] is null && !Says.ContainsKey(method)))
        {
            return [];
        }

        var (count, id) = (_asked.AddOrUpdate(method, 1, static (_, asked) => asked + 1), message["id"]?.ToJsonString() ?? "null");
        var result = Result(message, method);
        var answer = result is null
            ? $$$"""{"jsonrpc":"2.0","id":{{{id}}},"error":{"code":-32601,"message":"Method not found"}}"""
            : $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{{{result}}}}""";
        return (count > 1 && SaysLater.TryGetValue(method, out var texts)) || Says.TryGetValue(method, out texts)
            ? [.. texts.Select(text => text
                .Replace("%ANSWER%", answer, StringComparison.Ordinal)
                .Replace("%ID%", id, StringComparison.Ordinal)
                .Replace("%RESULT%", result, StringComparison.Ordinal)
                .Replace("%COUNT%", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))]
            : [answer];
    }

    private string? Result(JsonObject message, string method) => method switch
    {
        "initialize" => new JsonObject
        {
            ["protocolVersion"] = message["params"]?["protocolVersion"]?.DeepClone(),
            ["capabilities"] = new JsonObject(Capabilities.Select(static name => KeyValuePair.Create(name, (JsonNode?)new JsonObject()))),
            ["serverInfo"] = new JsonObject { ["name"] = "scripted-server", ["version"] = "1.0" },
        }.ToJsonString(),
        "tools/list" => """{"tools":[{"name":"echo","description":"Answers with its argument.","inputSchema":{"type":"object"}}]}""",
        "tools/call" => new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = message["params"]?["arguments"]?["message"]?.DeepClone() }),
        }.ToJsonString(),
        "resources/list" when Capabilities.Contains("resources") => """{"resources":[]}""",
        "resources/templates/list" when Capabilities.Contains("resources") => """{"resourceTemplates":[]}""",
        "prompts/list" when Capabilities.Contains("prompts") => """{"prompts":[]}""",
        "ping" => "{}",
        _ => null,
    };
}
