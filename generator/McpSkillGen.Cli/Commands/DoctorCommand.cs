using System.CommandLine;
using McpSkillGen.Cli.Checking;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen doctor</c>: whether this machine has what skills need.</summary>
internal static class DoctorCommand
{
    public static Command Create(TextWriter output)
    {
        var json = new Option<bool>("--json") { Description = "An array of checks." };
        var command = new ExemplifiedCommand(
            "doctor", "Look at what making and running skills needs of this machine; what is amiss comes with its remedy.",
            "mcpgen doctor", "mcpgen doctor --json") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var checks = new CheckList(output, parsed.GetValue(json));
            await new Doctor(checks).RunAsync(cancellationToken).ConfigureAwait(false);
            checks.End();
            return (int)(checks.IsAllWell ? ExitCode.Success : ExitCode.WrongEnvironment);
        });
        return command;
    }
}
