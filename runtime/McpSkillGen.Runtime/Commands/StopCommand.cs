using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>stop</c>: ends the host and the server.</summary>
internal sealed class StopCommand : HostCommand
{
    public override string Name => CommandNames.Stop;

    public override CommandHelp Help => new("stop [--json]", "end that process and the server; the server's state is lost")
    {
        ShortUsage = "stop",
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

        using var left = Parse(answer);
        var inFlight = WireProtocol.NumberIn(left.RootElement, "callsInFlight"u8) ?? 0;
        return Print(options.Output, answer.Span, $"{skill.Name}: stopping, and the server with it{AfterCalls(inFlight)}.");
    }
}
