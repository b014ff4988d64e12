using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Catalog;

/// <summary>What a server offers: the content of <c>mcp-catalog.json</c>.</summary>
internal sealed class ServerCatalog
{
    public static ServerCatalog Empty { get; } = new(new JsonObject(default, []), []);

    private readonly JsonObject _json;

    public ServerCatalog(JsonObject json, IReadOnlyList<CatalogTool> tools)
    {
        _json = json;
        Tools = tools;
        Hash = CatalogHash.Compute(json);
    }

    public string? ProtocolVersion => (_json["protocolVersion"] as JsonString)?.Value;

    /// <summary>MCP's <c>Implementation</c>; servers of 2026-07-28 may send none.</summary>
    public JsonObject? ServerInfo => _json["serverInfo"] as JsonObject;

    public JsonObject? Capabilities => _json["capabilities"] as JsonObject;

    /// <summary>Whether the server has a capability of MCP's <c>ServerCapabilities</c>.</summary>
    public bool Declares(string capability) => Capabilities?[capability] is not (null or JsonNull);

    /// <summary>What the server tells a model about itself.</summary>
    public string? Instructions => (_json["instructions"] as JsonString)?.Value;

    /// <summary>In the server's order; each name once.</summary>
    public IReadOnlyList<CatalogTool> Tools { get; }

    public IReadOnlyList<JsonObject> Resources => Objects("resources");

    public IReadOnlyList<JsonObject> ResourceTemplates => Objects("resourceTemplates");

    public IReadOnlyList<JsonObject> Prompts => Objects("prompts");

    /// <summary>16 lower-case hexadecimal digits that change with the catalog's content, not with its white space.</summary>
    public string Hash { get; }

    /// <summary>The server's display name, or else its name; null if it gives neither.</summary>
    public string? ServerName => ServerText("title") ?? ServerText("name");

    public string? ServerVersion => ServerText("version");

    /// <summary>The server's name and version, as far as it gives them; may be empty.</summary>
    public string ServerTitle => string.Join(" ", new[] { ServerName, ServerVersion }.Where(static part => part is not null));

    private string? ServerText(string name) =>
        ServerInfo?[name] is JsonString { Value: var text } && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private List<JsonObject> Objects(string name) => (_json[name] as JsonArray)?.Items.OfType<JsonObject>().ToList() ?? [];
}
