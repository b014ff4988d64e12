using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>status</c>: the host and the server, as they are now.</summary>
internal sealed class StatusCommand : HostCommand
{
    public override string Name => CommandNames.Status;

    public override CommandHelp Help => new("status [--json]", "show the host, which keeps the server alive: its calls, memory, and when it stops")
    {
        Flags = [GlobalFlags.Json.About("the host's status as JSON; state \"absent\" if none runs")],
        Examples = ["status", "status --json"],
        Notes = StartsNothing,
    };

    public override bool HasFlagSpelling => true;

    protected override ExitCode Run(Skill skill, SkillEnvironment environment, GlobalOptions options)
    {
        if (Ask(environment, HostInquiry.Status) is not { } answer)
        {
            return InstanceHolder.Of(environment.Instance) is { } host
                ? PrintBusy(skill, host, options)
                : PrintAbsent(skill, environment.FindServerFolder(), options);
        }

        return Print(options.Output, answer.Json.Span, StatusText.Of(skill.Name, answer.Root, environment.Instance.Log, DateTimeOffset.Now));
    }

    private static ExitCode PrintBusy(Skill skill, int host, GlobalOptions options)
    {
        var json = PlainJson.WriteObject(writer =>
        {
            writer.WriteString("state"u8, "starting or leaving"u8);
            writer.WriteNumber("hostPid"u8, host);
        });
        return Print(options.Output, json.Span, $"{skill.Name}: its host (process {host}) is starting or leaving. If it stays so, it hangs. End it: {skill.Name} stop --force");
    }

    private static ExitCode PrintAbsent(Skill skill, string? serverFolder, GlobalOptions options)
    {
        var json = PlainJson.WriteObject(writer =>
        {
            writer.WriteString("state"u8, "absent"u8);
            writer.WriteString("workingFolder"u8, serverFolder);
        });
        return Print(options.Output, json.Span, $"{skill.Name}: not running; the next call starts the server{(serverFolder is null ? "" : $" in {serverFolder}")}.");
    }
}
