using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using McpSkillGen.Host.Links;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;
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

    /// <param name="format">How the catalog is written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The catalog: one JSON object, UTF-8.</returns>
    /// <exception cref="SkillException">The server ended or answered with an error.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(JsonWriterOptions format, CancellationToken cancellationToken)
    {
        var lists = new List<(string Key, IReadOnlyList<JsonElement> Items)> { ("tools", await ReadToolsAsync(cancellationToken).ConfigureAwait(false)) };
        foreach (var (key, capability, method) in OtherLists)
        {
            lists.Add((key, session.Has(capability) ? await ReadListAsync(key, method, cancellationToken).ConfigureAwait(false) : []));
        }

        var catalog = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(catalog, format);
        writer.WriteStartObject();
        writer.WriteString("protocolVersion"u8, session.ProtocolVersion);
        WriteMember("serverInfo", session.ServerInfo, "null"u8);
        WriteMember("capabilities", session.Handshake.Member("capabilities"u8), "{}"u8);
        WriteMember("instructions", session.Handshake.Member("instructions"u8), "null"u8);
        foreach (var (key, items) in lists)
        {
            writer.WriteStartArray(key);
            foreach (var item in items)
            {
                item.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.Flush();
        return catalog.WrittenMemory;

        void WriteMember(string name, JsonElement value, ReadOnlySpan<byte> otherwise)
        {
            writer.WritePropertyName(name);
            if (value.ValueKind is JsonValueKind.Undefined)
            {
                writer.WriteRawValue(otherwise);
            }
            else
            {
                value.WriteTo(writer);
            }
        }
    }

    /// <summary>The tools that the config offers and that may be called.</summary>
    /// <exception cref="SkillException">The server ended or answered with an error.</exception>
    public async Task<IReadOnlyList<JsonElement>> ReadToolsAsync(CancellationToken cancellationToken) =>
        session.Has("tools") ? (await ReadListAsync("tools", "tools/list", cancellationToken).ConfigureAwait(false)).FindAll(IsOffered) : [];

    private async Task<List<JsonElement>> ReadListAsync(string key, string method, CancellationToken cancellationToken)
    {
        var items = new List<JsonElement>();
        JsonElement cursor = default;
        for (var page = 0; page < MaxPages; page++)
        {
            switch (await session.RequestAsync(method, PageAt(cursor), listener: null, cancellationToken).ConfigureAwait(false))
            {
                case ServerAnswer.Result { Json: var json }:
                    cursor = ReadPage(json, method, key, items);
                    break;

                // Declared, but not supported: some servers declare a capability only for its notifications.
                case ServerAnswer.Error { Detail.Code: MethodNotFound }:
                    return items;
                case ServerAnswer.Error { Detail: var error }:
                    throw new SkillException(ExitCode.Unreachable, $"The server answered {method} with {error.Words}");
                case ServerAnswer.Lost { How: var how }:
                    throw new SkillException(ExitCode.Unreachable, $"The server went away while it was asked for {method}.\n{how}");
                case ServerAnswer.NotDelivered { Why: var why }:
                    throw new SkillException(ExitCode.Unreachable, why);
                case ServerAnswer.Unusable { Why: var why, Excerpt: var excerpt }:
                    throw new SkillException(ExitCode.Unreachable, $"The server's answer to {method} {why}. It begins: {excerpt}");
                case ServerAnswer.TooLong:
                    throw new SkillException(ExitCode.Unreachable, $"The server's answer to {method} is longer than {Frame.MaxPayloadLength >> 20} MB.");
                default:
                    throw new UnreachableException();
            }

            if (cursor.ValueKind is JsonValueKind.Undefined)
            {
                return items;
            }
        }

        throw new SkillException(ExitCode.Unreachable, $"The server's answer to {method} has more than {MaxPages} pages.");
    }

    // A cursor is the server's own, whatever it is made of.
    private static ReadOnlyMemory<byte> PageAt(JsonElement cursor) =>
        Encoding.UTF8.GetBytes(cursor.ValueKind is JsonValueKind.Undefined ? "{}" : $$"""{"cursor":{{cursor.GetRawText()}}}""");

    /// <param name="json">The server's result.</param>
    /// <param name="method">What it was asked for.</param>
    /// <param name="key">The member that is the list.</param>
    /// <param name="items">Gets the items.</param>
    /// <returns>Where the next page begins; undefined if there is none.</returns>
    /// <exception cref="SkillException">It is no list of tools.</exception>
    internal static JsonElement ReadPage(ReadOnlySequence<byte> json, string method, string key, List<JsonElement> items)
    {
        if (!ForeignJson.TryParse(json.ToArray(), out var document, out var problem))
        {
            throw new SkillException(ExitCode.Unreachable, $"The server's answer to {method} {problem}.");
        }

        var result = document.RootElement;
        switch (result.ValueKind is JsonValueKind.Object ? result.Member(Encoding.UTF8.GetBytes(key)) : result)
        {
            case { ValueKind: JsonValueKind.Array } page:
                items.AddRange(page.EnumerateArray());
                break;
            case { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } other when key is "tools":
                throw new SkillException(ExitCode.Unreachable, $"The server's answer to {method} has no list of {key}. It begins: {PlainLine.Excerpt(other.GetRawText())}");
        }

        // An empty cursor is no place to go on from.
        var next = result.Member("nextCursor"u8);
        return next.ValueKind is JsonValueKind.Null || result.Text("nextCursor"u8) is "" ? default : next;
    }

    private bool IsOffered(JsonElement tool) =>
        tool.Text("name"u8) is not { } name || (tools.Offers(name) && !session.UnfitTools.ContainsKey(name));
}
