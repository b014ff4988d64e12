using System.Diagnostics;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Servers;

/// <summary>Asks a server for everything that it offers. Items stay as the server sent them.</summary>
internal sealed class CatalogReader(ServerSession session, ToolFilter tools)
{
    private const int MethodNotFound = -32601;

    // Without a limit, a server whose cursor never ends would be asked for ever. No real catalog has this many pages.
    private const int MaxPages = 1000;

    private static readonly (string Key, string Capability, string Method)[] OtherLists =
    [
        ("resources", "resources", "resources/list"),
        ("resourceTemplates", "resources", "resources/templates/list"),
        ("prompts", "prompts", "prompts/list"),
    ];

    /// <exception cref="SkillException">The server ended or answered with an error.</exception>
    public async Task<JsonObject> ReadAsync(CancellationToken cancellationToken)
    {
        var catalog = new JsonObject
        {
            ["protocolVersion"] = session.ProtocolVersion,
            ["serverInfo"] = session.ServerInfo?.DeepClone(),
            ["capabilities"] = session.Handshake["capabilities"]?.DeepClone() ?? new JsonObject(),
            ["instructions"] = session.Handshake["instructions"]?.DeepClone(),
        };
        catalog["tools"] = await ReadToolsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (key, capability, method) in OtherLists)
        {
            catalog[key] = session.Has(capability) ? await ReadListAsync(key, method, cancellationToken).ConfigureAwait(false) : new JsonArray();
        }

        return catalog;
    }

    /// <summary>The tools that the config offers and that may be called.</summary>
    /// <exception cref="SkillException">The server ended or answered with an error.</exception>
    public async Task<JsonArray> ReadToolsAsync(CancellationToken cancellationToken)
    {
        var all = session.Has("tools") ? await ReadListAsync("tools", "tools/list", cancellationToken).ConfigureAwait(false) : [];
        return new JsonArray([.. all.Where(IsOffered).Select(static tool => tool?.DeepClone())]);
    }

    private async Task<JsonArray> ReadListAsync(string key, string method, CancellationToken cancellationToken)
    {
        var items = new JsonArray();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var parameters = new JsonObject();
            if (cursor is not null)
            {
                parameters["cursor"] = cursor;
            }

            switch (await session
                .RequestAsync(method, ServerJson.ToBytes(parameters, ServerJson.Compact), listener: null, cancellationToken)
                .ConfigureAwait(false))
            {
                case ServerAnswer.Result { Json: var json }:
                    var result = ServerJson.Parse(json);
                    AddItems(items, result, key);
                    cursor = result.Text("nextCursor");
                    break;

                // Declared, but not supported: some servers declare a capability only for its notifications.
                case ServerAnswer.Error { Code: MethodNotFound }:
                    return items;
                case ServerAnswer.Error { Code: var code, Message: var message }:
                    throw new SkillException(ExitCode.Unreachable, $"The server answered {method} with error {code}: {message}");
                case ServerAnswer.Lost { How: var how }:
                    throw new SkillException(ExitCode.Unreachable, $"The server went away while it was asked for {method}.\n{how}");
                case ServerAnswer.NotDelivered { Why: var why }:
                    throw new SkillException(ExitCode.Unreachable, why);
                case ServerAnswer.Unusable { Why: var why }:
                    throw new SkillException(ExitCode.Unreachable, $"The server's answer to {method} {why}.");
                case ServerAnswer.TooLong:
                    throw new SkillException(ExitCode.Unreachable, $"The server's answer to {method} is longer than {Frame.MaxPayloadLength >> 20} MB.");
                default:
                    throw new UnreachableException();
            }

            if (cursor is null)
            {
                return items;
            }
        }

        throw new SkillException(ExitCode.Unreachable, $"The server's answer to {method} has more than {MaxPages} pages.");
    }

    private static void AddItems(JsonArray items, JsonNode? result, string key)
    {
        if ((result as JsonObject)?[key] is JsonArray page)
        {
            foreach (var item in page)
            {
                items.Add(item?.DeepClone());
            }
        }
    }

    private bool IsOffered(JsonNode? tool) =>
        tool.Text("name") is not { } name || (tools.Offers(name) && !session.UnfitTools.ContainsKey(name));
}
