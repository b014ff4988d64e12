using System.Text.Json;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Tells the SDK about tools whose arguments are also sent as headers: since 2026-07-28 a schema may ask for that with
/// <c>x-mcp-header</c>, and over HTTP a server declines calls without them. A tool whose schema asks in a way that the
/// specification forbids (2026-07-28, Streamable HTTP, custom headers from tool parameters) must not be offered or called.
/// </summary>
internal static class KnownTools
{
    private const string HeaderKeyword = "\"x-mcp-header\"";

    /// <returns>What is wrong with the tools that must not be called, by name.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> TellAsync(
        McpClient client, ServerSession session, HostLog log, CancellationToken cancellationToken)
    {
        var unfit = new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyList<JsonElement> tools;
        try
        {
            tools = await new CatalogReader(session, ToolFilter.All, log.Write).ReadToolsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SkillException e)
        {
            log.Write($"It is not known which arguments the server wants as headers: {e.Message}");
            return unfit;
        }

        foreach (var tool in tools)
        {
            try
            {
                // One at a time: if the SDK rejects the schema of one, the others must not be lost.
                if (tool.GetRawText().Contains(HeaderKeyword, StringComparison.Ordinal) && tool.Deserialize(SdkJson.TypeOf<Tool>()) is { } known)
                {
                    client.AddKnownTools([known]);
                }
            }
            catch (ArgumentException e) when (tool.Text("name"u8) is { } name)
            {
                log.Write($"Skipped the tool '{name}': {e.Message}");
                unfit[name] = e.Message;
            }
            catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException)
            {
                log.Write($"The tool '{tool.Text("name"u8)}' is called without extra headers: {e.Message}");
            }
        }

        return unfit;
    }
}
