using System.CommandLine;
using McpSkillGen.Cli.Checking;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen doctor</c>: whether this machine has what skills need.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandStreams streams)
    {
        var json = new Option<bool>("--json") { Description = "Print an array of checks." };
        var command = new CommandWithExamples(
            "doctor", "Check that this machine can make and run skills, and say how to fix what is wrong.",
            "mcpgen doctor", "mcpgen doctor --json") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var checks = new CheckList(streams.Results, parsed.GetValue(json));
            await new Doctor(checks).RunAsync(cancellationToken).ConfigureAwait(false);
            checks.End();
            return (int)(checks.IsAllWell ? ExitCode.Success : ExitCode.WrongEnvironment);
        });
        return command;
    }
}
