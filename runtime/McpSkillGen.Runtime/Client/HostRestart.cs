namespace McpSkillGen.Runtime.Client;

/// <summary>The outcome of a restart.</summary>
/// <param name="HadHost">Whether a host ran before.</param>
/// <param name="CallsInFlight">How many calls the old host still finishes.</param>
/// <param name="IsRunning">Whether a new host runs: not if the config turns keep-alive off.</param>
internal sealed record Restarted(bool HadHost, int CallsInFlight, bool IsRunning);

/// <summary>Replaces a skill's host and server. Calls in flight finish on the old ones.</summary>
internal static class HostRestart
{
    // Longer than any start that a host allows: the host explains a slow start better than we could.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(10);

    /// <param name="environment">The skill's, as it is now.</param>
    /// <param name="timeout">How long the server's start may take; null leaves it to the host.</param>
    /// <exception cref="SkillException">Config or environment is wrong (the old host still runs then), or host or server cannot start.</exception>
    public static Restarted Run(SkillEnvironment environment, TimeSpan? timeout)
    {
        var deadline = new Deadline(timeout);
        var keepsAlive = environment.RequireLaunchable().KeepAlive.Enabled;
        var stopped = Ask(environment, HostInquiry.Stop, deadline.Within(HostInquiry.Patience));
        var callsInFlight = stopped is HostReply.Answered answered ? answered.CallsInFlight : 0;
        if (!keepsAlive)
        {
            return new Restarted(stopped is HostReply.Answered, callsInFlight, IsRunning: false);
        }

        Start(environment, deadline);
        return new Restarted(stopped is HostReply.Answered, callsInFlight, IsRunning: true);
    }

    /// <summary>Starts host and server if they do not run.</summary>
    /// <param name="environment">The skill's, as it is now.</param>
    /// <param name="timeout">How long the server's start may take; null leaves it to the host.</param>
    /// <returns>False if the config turns keep-alive off: nothing runs between calls.</returns>
    /// <exception cref="SkillException">Config or environment is wrong, or host or server cannot start.</exception>
    public static bool EnsureRunning(SkillEnvironment environment, TimeSpan? timeout)
    {
        if (!environment.RequireLaunchable().KeepAlive.Enabled)
        {
            return false;
        }

        Start(environment, new Deadline(timeout));
        return true;
    }

    private static void AwaitServer(SkillEnvironment environment, TimeSpan patience)
    {
        switch (HostInquiry.Ask(environment.RuntimeDirectory, environment.Instance, HostInquiry.Start, patience))
        {
            case HostReply.Answered:
                return;
            case HostReply.Declined { Failure: var failure }:
                throw new SkillException(failure.ExitCode, failure.Message);
            case HostReply.Silent:
                throw new SkillException(
                    ExitCode.TimedOut, $"The new host runs, but its server is not ready after {patience.TotalSeconds:0.###} s. It keeps starting; wait longer with --timeout.");
            default:
                throw new SkillException(
                    ExitCode.Unreachable, $"The new host ended before its server was ready. Its log is {environment.Instance.Log}.");
        }
    }

    private static void Start(SkillEnvironment environment, Deadline deadline)
    {
        try
        {
            HostLauncher.StartOrFind(environment, deadline)?.Dispose();
        }
        catch (IOException e)
        {
            throw new SkillException(ExitCode.WrongEnvironment, e.Message, e);
        }

        AwaitServer(environment, deadline.Left ?? StartPatience);
    }

    private static HostReply Ask(SkillEnvironment environment, ReadOnlySpan<byte> query, TimeSpan patience) =>
        HostInquiry.Ask(environment.RuntimeDirectory, environment.Instance, query, patience) switch
        {
            HostReply.Declined { Failure: var failure } => throw new SkillException(failure.ExitCode, failure.Message),
            HostReply.Forbidden { Reason: var reason } => throw new SkillException(ExitCode.WrongEnvironment, reason),
            HostReply.Silent => throw SaidNothing(environment, patience),
            var reply => reply,
        };

    /// <summary>For a host that accepted the connection and did not answer.</summary>
    public static SkillException SaidNothing(SkillEnvironment environment, TimeSpan patience) =>
        new(ExitCode.Unreachable, Loss.SaidNothing(environment, patience));
}
