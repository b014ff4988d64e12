using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>stats</c>: calls, failures and durations of each tool.</summary>
internal sealed class StatsCommand : HostCommand
{
    public override string Name => CommandNames.Stats;

    public override CommandHelp Help => new("stats [--json]", "show calls, failures and durations of each tool since the last reset-stats")
    {
        Flags = [JsonAnswer],
        Examples = ["stats", "stats --json"],
        Notes = StartsNothing,
    };

    public override bool HasFlagSpelling => true;

    protected override ExitCode Run(Skill skill, SkillEnvironment environment, GlobalOptions options)
    {
        var answer = Ask(environment, HostInquiry.Statistics)?.Json ?? KeptStatistics.ReadReport(environment.Instance) ?? "{\"since\":null,\"tools\":[]}"u8.ToArray();
        return Print(options.Output, answer.Span, StatisticsText.Of(Parse(answer), DateTimeOffset.Now));
    }
}
