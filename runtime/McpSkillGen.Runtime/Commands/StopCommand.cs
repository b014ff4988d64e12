using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>stop</c>: ends the host and the server.</summary>
internal sealed class StopCommand : HostCommand
{
    private static readonly Flag Force = new("--force", null, "kill a host that does not answer or does not leave");

    public override string Name => CommandNames.Stop;

    public override CommandHelp Help => new("stop [--force] [--json]", "stop host and server; the server's state is lost")
    {
        Flags = [JsonAnswer],
        Examples = ["stop"],
        Notes = "Calls in flight end first. Starts nothing; the next call starts host and server again.",
    };

    public override IReadOnlyList<Flag> Flags => [Force];

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        var force = line.Has(Force);
        return () => Run(skill, ReadEnvironment(skill), options, force);
    }

    protected override ExitCode Run(Skill skill, SkillEnvironment environment, GlobalOptions options) => Run(skill, environment, options, force: false);

    private static ExitCode Run(Skill skill, SkillEnvironment environment, GlobalOptions options, bool force)
    {
        HostReply.Answered? answer;
        try
        {
            answer = Ask(environment, HostInquiry.Stop);
        }
        catch (SkillException) when (force && InstanceHolder.End(environment.Instance) is { } ended)
        {
            return PrintKilled(skill, ended, options);
        }

        if (answer is not null)
        {
            return Print(options.Output, answer.Json.Span, $"{skill.Name}: stopping, and the server with it{AfterCalls(answer.CallsInFlight)}.");
        }

        if (InstanceHolder.Of(environment.Instance) is not { } host)
        {
            return Print(options.Output, Absent, $"{skill.Name}: not running.");
        }

        return force && InstanceHolder.End(environment.Instance) is not null
            ? PrintKilled(skill, host, options)
            : throw new SkillException(
                ExitCode.Unreachable, $"The host (process {host}) is starting or leaving and does not listen. If it stays so, it hangs. End it: {skill.Name} stop --force");
    }

    private static ExitCode PrintKilled(Skill skill, int host, GlobalOptions options)
    {
        var json = PlainJson.WriteObject(writer =>
        {
            writer.WriteString("state"u8, "killed"u8);
            writer.WriteNumber("hostPid"u8, host);
        });
        return Print(options.Output, json.Span, $"{skill.Name}: killed its host (process {host}), and the server with it.");
    }
}
