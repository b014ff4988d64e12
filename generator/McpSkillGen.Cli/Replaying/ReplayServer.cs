using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Cli.Replaying;

/// <summary>The MCP server of a recording: lists come from the catalog, everything else from the recorded answers. One request at a time.</summary>
internal sealed class ReplayServer(Recording recording)
{
    private const int InvalidRequest = -32600;
    private const int ParseError = -32700;
    private const int NotRecorded = -32000;

    // The newest one that every server knows.
    private const string DefaultVersion = "2025-11-25";

    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["tools/list"] = "tools",
        ["prompts/list"] = "prompts",
        ["resources/list"] = "resources",
        ["resources/templates/list"] = "resourceTemplates",
    };

    /// <summary>Serves until the input ends.</summary>
    /// <returns>The exit code.</returns>
    public int Run(Stream input, Stream output)
    {
        using var reader = new StreamReader(input, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.AsSpan().Trim().IsEmpty || Answer(line) is not { } answer)
            {
                continue;
            }

            answer["jsonrpc"] = "2.0";
            output.Write(Encoding.UTF8.GetBytes(answer.ToJsonString() + "\n"));
            output.Flush();
        }

        return 0;
    }

    /// <summary>Reads JSON of any program: with U+FFFD in place of halves of surrogate pairs, and never twice the same member.</summary>
    /// <exception cref="JsonException">It is not valid.</exception>
    public static JsonNode? Read(string json) => JsonNode.Parse(
        ForeignJson.Mended(Encoding.UTF8.GetBytes(json)).Span,
        documentOptions: new JsonDocumentOptions { MaxDepth = ForeignJson.MaxResultDepth, AllowDuplicateProperties = false });

    /// <returns>Null if there is nothing to answer.</returns>
    private JsonObject? Answer(string line)
    {
        JsonObject? request;
        try
        {
            request = Read(line) as JsonObject;
        }
        catch (JsonException e)
        {
            return Failed(id: null, ParseError, $"Not valid JSON: {e.Message}");
        }

        if (request?["method"]?.GetValueKind() is not JsonValueKind.String)
        {
            return request?["result"] is not null || request?["error"] is not null ? null : Failed(request?["id"], InvalidRequest, "A request must have a \"method\".");
        }

        return request["id"] is { } id ? Answer(id, request["method"]!.GetValue<string>(), request["params"]) : null;
    }

    private JsonObject Answer(JsonNode id, string method, JsonNode? parameters)
    {
        switch (method)
        {
            case "initialize":
                return Answered(id, Introduction(parameters));
            case "ping" or "logging/setLevel":
                return Answered(id, new JsonObject());
            case var list when Lists.TryGetValue(list, out var member):
                return Answered(id, new JsonObject { [member] = recording.Catalog[member]?.DeepClone() ?? new JsonArray() });
        }

        return recording.Find(method, parameters) switch
        {
            { Result: { } result } => Answered(id, result.DeepClone()),
            { Error: { } error } => new JsonObject { ["id"] = id.DeepClone(), ["error"] = error.DeepClone() },
            _ => Failed(id, NotRecorded, recording.WhyNone(method, parameters)),
        };
    }

    private JsonObject Introduction(JsonNode? parameters)
    {
        var catalog = recording.Catalog;
        var introduction = new JsonObject
        {
            ["protocolVersion"] = (parameters as JsonObject)?["protocolVersion"]?.DeepClone() ?? DefaultVersion,
            ["capabilities"] = catalog["capabilities"]?.DeepClone() ?? new JsonObject { ["tools"] = new JsonObject() },
            ["serverInfo"] = catalog["serverInfo"]?.DeepClone() ?? new JsonObject { ["name"] = "replay", ["version"] = "1" },
        };
        if (catalog["instructions"] is { } instructions)
        {
            introduction["instructions"] = instructions.DeepClone();
        }

        return introduction;
    }

    private static JsonObject Answered(JsonNode id, JsonNode result) => new() { ["id"] = id.DeepClone(), ["result"] = result };

    private static JsonObject Failed(JsonNode? id, int code, string message) =>
        new() { ["id"] = id?.DeepClone(), ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };
}
