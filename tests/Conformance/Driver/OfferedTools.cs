using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Conformance.Driver;

/// <summary>
/// A server that offers the tools of every scenario, by name only: arguments are sent as raw JSON. It is asked once, by
/// <c>mcpgen scaffold</c>; from then on the executor's calls go to the suite.
/// </summary>
internal static class OfferedTools
{
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type":"object"}""").RootElement.Clone();

    public static async Task ServeAsync()
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "conformance", Version = "1" },
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = static (_, _) => ValueTask.FromResult(new ListToolsResult
                {
                    Tools = [.. Scenario.ToolNames.Select(static name => new Tool { Name = name, InputSchema = AnyObject })],
                }),
            },
        };
        await using var transport = new StdioServerTransport(options);
        await using var server = McpServer.Create(transport, options);
        await server.RunAsync();
    }
}
