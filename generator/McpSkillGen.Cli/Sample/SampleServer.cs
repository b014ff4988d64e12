using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSkillGen.Cli.Sample;

/// <summary>The MCP server of <c>mcpgen scaffold --sample</c>: notes, over stdio, with nothing to install.</summary>
internal static class SampleServer
{
    /// <summary>The command of mcpgen that runs it.</summary>
    public const string CommandName = "sample-server";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "notes-sample", Title = "Notes (sample)", Version = "1.0.0" },
            ServerInstructions = "Keeps short notes in memory. Add notes, list or search them, draw them as a picture. They are gone when the server stops.",
            ToolCollection = [.. new NoteTools(new Notebook()).All()],
        };

        await using var transport = new StdioServerTransport(options);
        await using var server = McpServer.Create(transport, options);
        var warmUp = Task.Run(NoteTools.WarmUp, cancellationToken);
        await server.RunAsync(cancellationToken).ConfigureAwait(false);
        await warmUp.ConfigureAwait(false);
    }
}
