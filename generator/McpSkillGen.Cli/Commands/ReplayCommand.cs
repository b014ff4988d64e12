using System.CommandLine;
using McpSkillGen.Cli.Replaying;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen replay</c>: a server that gives recorded answers.</summary>
internal static class ReplayCommand
{
    public static Command Create(CommandStreams streams)
    {
        var file = new Argument<string>("file") { Description = "What 'NAME record FILE -- COMMAND' has written." };
        var lenient = new Option<bool>("--lenient")
        {
            Description = "Give the last answer of a call again and again, and to a call with other arguments the answer of the same tool. Otherwise each answer is given once, in order.",
        };
        var command = new CommandWithExamples(
            "replay", "Be the MCP server of a recording, over standard input and output: for tests without accounts, and for bug reports.",
            "mcpgen replay calls.ndjson", "mcpgen replay calls.ndjson --lenient") { file, lenient };
        command.SetAction((parsed, _) =>
        {
            var recording = Recording.Read(parsed.GetValue(file)!, parsed.GetValue(lenient));
            return Task.FromResult(new ReplayServer(recording).Run(Console.OpenStandardInput(), Console.OpenStandardOutput()));
        });
        return command;
    }
}
