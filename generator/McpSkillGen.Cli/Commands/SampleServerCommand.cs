using System.CommandLine;
using McpSkillGen.Cli.Sample;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen sample-server</c>: what the sample skill's config starts. Hidden, because nobody types it.</summary>
internal static class SampleServerCommand
{
    public static Command Create(CommandStreams streams)
    {
        var command = new Command(SampleServer.CommandName, "The sample MCP server: notes, over standard input and output.") { Hidden = true };
        command.SetAction(static (_, cancellationToken) => SampleServer.RunAsync(cancellationToken));
        return command;
    }
}
