using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>restart</c>: replaces host and server.</summary>
internal sealed class RestartCommand : HostCommand
{
    public override string Name => CommandNames.Restart;

    public override CommandHelp Help => new("restart [--timeout SECONDS] [--json]", "replace host and server, and wait until the new server is ready")
    {
        Flags =
        [
            GlobalFlags.Json.About("the new host's status as JSON; {\"state\":\"absent\"} if none runs"),
            GlobalFlags.Timeout.About("how long the server may take to start (exit code 5)"),
        ],
        Examples = ["restart", "restart --timeout 30"],
        Notes = """
            Calls in flight end on the old host. Exit codes: 0 done, 3 config or environment wrong, 4 the server could not start,
            5 it takes longer than --timeout.
            """,
    };

    protected override ExitCode Run(Skill skill, SkillEnvironment environment, GlobalOptions options)
    {
        var done = HostRestart.Run(environment, options.Timeout);
        if (!done.IsRunning)
        {
            return Print(options.Output, Absent, $"{skill.Name}: {(done.HadHost ? "stopped" : "not running")}; \"keep_alive\" is off, so every call starts its own server.");
        }

        var status = Ask(environment, HostInquiry.Status)?.Json ?? Absent;
        var old = done.HadHost ? $"restarted; the old host ends{(done.CallsInFlight > 0 ? AfterCalls(done.CallsInFlight) : " with nothing in flight")}." : "started; no host ran before.";
        return Print(options.Output, status.Span, $"{skill.Name}: {old}\n\n{StatusText.Of(skill.Name, Parse(status), environment.Instance.Log, DateTimeOffset.Now)}");
    }
}
