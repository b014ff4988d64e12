using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Streams;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Asks a server for everything that it offers. Items stay as the server sent them. Only its tools are necessary: a skill is made
/// without its resources and prompts where they cannot be read.
/// </summary>
/// <param name="session">The server.</param>
/// <param name="tools">Which tools the skill has.</param>
/// <param name="note">Told what is left out, in a sentence.</param>
internal sealed class CatalogReader(ServerSession session, ToolFilter tools, Action<string> note)
{
    // Enough for a server that asks another one first. The tools do not wait for it.
    private static readonly TimeSpan OtherListBudget = TimeSpan.FromSeconds(10);

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
        var offered = await ReadToolsAsync(cancellationToken).ConfigureAwait(false);
        NoteAmbiguous(offered);
        var lists = new List<(string Key, IReadOnlyList<JsonElement> Items)> { ("tools", offered) };
        foreach (var (key, capability, method) in OtherLists)
        {
            lists.Add((key, session.MayHave(capability) ? (await ReadOtherListAsync(key, method, cancellationToken).ConfigureAwait(false)).Items : []));
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
        (await ReadAllToolsAsync(cancellationToken).ConfigureAwait(false)).Items.FindAll(IsOffered);

    /// <summary>
    /// All tools that the server lists, as far as the list goes. It is asked even if it does not say that it has any, because many
    /// forget to, but then it may answer anything.
    /// </summary>
    /// <exception cref="SkillException">The server ended or answered with an error.</exception>
    public async Task<PagedList> ReadAllToolsAsync(CancellationToken cancellationToken) => session.MayHave("tools")
        ? await ReadListAsync("tools", "tools/list", cancellationToken).ConfigureAwait(false)
        : await ReadOtherListAsync("tools", "tools/list", cancellationToken).ConfigureAwait(false);

    /// <summary>Whether the skill has the tool.</summary>
    public bool IsOffered(JsonElement tool) =>
        tool.Text("name"u8) is not { } name || (tools.Offers(name) && !session.UnfitTools.ContainsKey(name));

    /// <summary>Tells of tools that no call can mean.</summary>
    private void NoteAmbiguous(IReadOnlyList<JsonElement> offered)
    {
        foreach (var same in offered.GroupBy(static tool => tool.Words("name"u8)).Where(static same => same.Key is null || same.Count() > 1))
        {
            note(same.Key is null
                ? $"Skipped what the server lists without a name: {same.Count()} of its tools."
                : $"The server lists the tool '{PlainLine.Of(same.Key)}' {same.Count()} times. The skill has the first one; the server decides which one a call runs.");
        }
    }

    private async Task<PagedList> ReadOtherListAsync(string key, string method, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(OtherListBudget);
        try
        {
            return await ReadListAsync(key, method, limit.Token).ConfigureAwait(false);
        }
        catch (SkillException e)
        {
            note($"The skill is made without the server's {key}. {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            note($"The skill is made without the server's {key}. The server did not answer {method} within {OtherListBudget.TotalSeconds:0} s.");
        }

        return new PagedList(key);
    }

    /// <exception cref="SkillException">There is not even a first page.</exception>
    private async Task<PagedList> ReadListAsync(string key, string method, CancellationToken cancellationToken)
    {
        var list = new PagedList(key);
        while (list.NextPage is { } parameters)
        {
            var answer = await session.RequestAsync(method, parameters, listener: null, cancellationToken).ConfigureAwait(false);
            if (TroubleWith(answer, method, key, list) is not { } trouble)
            {
                continue;
            }

            if (list.Items.Count == 0)
            {
                throw new SkillException(ExitCode.Unreachable, trouble);
            }

            list.StopAt($"could not be read to its end. {trouble}");
        }

        if (list.Shortage is { } shortage)
        {
            note($"Only the first {list.Items.Count} {key} of the server are used: its list {shortage}");
        }

        return list;
    }

    /// <returns>What is wrong, in a sentence; null if the page was added, or the list has ended.</returns>
    private static string? TroubleWith(ServerAnswer answer, string method, string key, PagedList list)
    {
        switch (answer)
        {
            case ServerAnswer.Result { Json: var json }:
                return AddPage(list, json, method, key);

            // Declared, but not supported: some servers declare a capability only for its notifications.
            case ServerAnswer.Error { Detail.IsMethodUnknown: true } when list.Items.Count == 0:
                list.End();
                return null;
            case ServerAnswer.Error { Detail: var error }:
                return $"The server answered {method} with {error.Words}";
            case ServerAnswer.Lost { How: var how }:
                return $"The server went away while it was asked for {method}.\n{how}";
            case ServerAnswer.NotDelivered { Why: var why }:
                return why;
            case ServerAnswer.Unusable { Why: var why, Excerpt: var excerpt }:
                return $"The server's answer to {method} {why}. It begins: {excerpt}";
            case ServerAnswer.TooLong:
                return $"The server's answer to {method} is longer than {Frame.MaxPayloadLength >> 20} MB.";
            case ServerAnswer.SessionLost { Otherwise: var otherwise }:
                return TroubleWith(otherwise, method, key, list);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Adds the page that a result is.</summary>
    /// <returns>What is wrong with it, in a sentence; null if it was added. A list that is missing is empty.</returns>
    internal static string? AddPage(PagedList list, ReadOnlySequence<byte> json, string method, string key)
    {
        if (json.Length > PagedList.MaxLength)
        {
            LargeResults.HaveGone(json.Length);
            return $"The server's answer to {method} is longer than {PagedList.MaxLength >> 20} MB.";
        }

        if (!ForeignJson.TryParse(json.ToArray(), out var document, out var problem))
        {
            return $"The server's answer to {method} {problem}.";
        }

        return list.TryAdd(document.RootElement, json.Length)
            ? null
            : $"The server's answer to {method} has no '{key}': {PlainLine.Excerpt(document.RootElement.TextOrJson())}";
    }
}
