namespace McpSkillGen.Runtime.Client;

/// <summary>What a restart came to.</summary>
/// <param name="HadHost">Whether a host ran before.</param>
/// <param name="CallsInFlight">How many calls the old host still finishes.</param>
/// <param name="IsRunning">Whether a new host runs: not where the config keeps no server alive.</param>
internal sealed record Restarted(bool HadHost, int CallsInFlight, bool IsRunning);

/// <summary>Replaces a skill's host and server by fresh ones. The calls that are in flight end on the old ones.</summary>
internal static class HostRestart
{
    // Above the longest start that a host itself allows: it explains a start that takes too long better than we could.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(10);

    /// <param name="environment">The skill's, as it is now.</param>
    /// <param name="timeout">How long the server's start may take; null leaves it to the host.</param>
    /// <exception cref="SkillException">Config or environment is wrong (the old host still runs then), or host or server cannot start.</exception>
    public static Restarted Run(SkillEnvironment environment, TimeSpan? timeout)
    {
        var keepsAlive = environment.RequireLaunchable().KeepAlive.Enabled;
        var stopped = Ask(environment, HostInquiry.Stop, HostInquiry.Patience);
        var callsInFlight = stopped is HostReply.Answered answered ? answered.CallsInFlight : 0;
        if (!keepsAlive)
        {
            return new Restarted(stopped is HostReply.Answered, callsInFlight, IsRunning: false);
        }

        try
        {
            HostLauncher.StartOrFind(environment)?.Dispose();
        }
        catch (IOException e)
        {
            throw new SkillException(ExitCode.WrongEnvironment, e.Message, e);
        }

        AwaitServer(environment, timeout ?? StartPatience);
        return new Restarted(stopped is HostReply.Answered, callsInFlight, IsRunning: true);
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
                    ExitCode.TimedOut, $"The fresh host runs, and its server is not ready after {patience.TotalSeconds:0.###} s. It keeps starting; allow more with --timeout.");
            default:
                throw new SkillException(
                    ExitCode.Unreachable, $"The fresh host ended before its server was ready; its log is {environment.Instance.Log}.");
        }
    }

    private static HostReply Ask(SkillEnvironment environment, ReadOnlySpan<byte> query, TimeSpan patience) =>
        HostInquiry.Ask(environment.RuntimeDirectory, environment.Instance, query, patience) switch
        {
            HostReply.Declined { Failure: var failure } => throw new SkillException(failure.ExitCode, failure.Message),
            HostReply.Forbidden { Reason: var reason } => throw new SkillException(ExitCode.WrongEnvironment, reason),
            HostReply.Silent => throw SaidNothing(environment, patience),
            var reply => reply,
        };

    /// <summary>For a host that took the connection and did not answer.</summary>
    public static SkillException SaidNothing(SkillEnvironment environment, TimeSpan patience) => new(
        ExitCode.Unreachable,
        $"The host took the connection and said nothing for {patience.TotalSeconds:0.###} s. End it and call again: its process id is in {environment.Folder.PidFile}.");
}
