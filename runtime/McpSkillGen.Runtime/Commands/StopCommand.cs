using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>stop</c>: ends the host and the server.</summary>
internal sealed class StopCommand : HostCommand
{
    public override string Name => CommandNames.Stop;

    public override CommandHelp Help => new("stop [--json]", "stop host and server; the server's state is lost")
    {
        Flags = [JsonAnswer],
        Examples = ["stop"],
        Notes = "Calls in flight end first. Starts nothing; the next call starts host and server again.",
    };

    protected override ExitCode Run(Skill skill, SkillEnvironment environment, GlobalOptions options)
    {
        if (Ask(environment, HostInquiry.Stop) is not { } answer)
        {
            return Print(options.Output, Absent, $"{skill.Name}: not running.");
        }

        return Print(options.Output, answer.Json.Span, $"{skill.Name}: stopping, and the server with it{AfterCalls(answer.CallsInFlight)}.");
    }
}
