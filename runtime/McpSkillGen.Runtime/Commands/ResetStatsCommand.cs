using System.Diagnostics;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>reset-stats</c>: counts calls from zero again.</summary>
internal sealed class ResetStatsCommand : HostCommand
{
    // How long a host takes to leave: the grace of its calls, and that of the server.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LockRetryInterval = TimeSpan.FromMilliseconds(50);

    public override string Name => CommandNames.ResetStats;

    public override CommandHelp Help => new("reset-stats [--json]", "count calls from zero again")
    {
        Flags = [JsonAnswer],
        Examples = ["reset-stats"],
        Notes = StartsNothing,
    };

    public override bool HasFlagSpelling => true;

    protected override ExitCode Run(Skill skill, SkillEnvironment environment, GlobalOptions options)
    {
        var started = Stopwatch.GetTimestamp();
        while (Ask(environment, HostInquiry.ResetStatistics) is null && !TryDeleteStatistics(environment.Instance))
        {
            // A host that starts or leaves holds the lock and does not listen; soon it does both or neither.
            if (Stopwatch.GetElapsedTime(started) > LockPatience)
            {
                throw new SkillException(ExitCode.Unreachable, $"The host is still leaving after {LockPatience.TotalSeconds} s, or it is older than this executor. Try again, or first run: {skill.Name} stop");
            }

            Thread.Sleep(LockRetryInterval);
        }

        return Print(options.Output, "{}"u8, "The statistics are empty.");
    }

    // Under the host's own lock: a host that starts now reads the file before or after, and never writes it back.
    private static bool TryDeleteStatistics(InstancePaths instance)
    {
        if (!Directory.Exists(instance.Folder))
        {
            return true;
        }

        using var held = FileLock.TryTake(instance.InstanceLock);
        if (held is not null)
        {
            File.Delete(instance.Statistics);
        }

        return held is not null;
    }
}
