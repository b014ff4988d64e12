namespace McpSkillGen.Host.Lifetime;

/// <summary>When a server that does not stay up may be started again: arithmetic on plain values.</summary>
internal static class RestartPolicy
{
    /// <summary>Up to this many failures in a row each call starts the server at once.</summary>
    public const int PatientFailures = 5;

    /// <summary>A server that ends later than this did start: its end says nothing about the next start.</summary>
    public static readonly TimeSpan RightAfterStart = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>How long the server is left alone after its latest failure: 1 s, 2 s, 4 s, up to a minute.</summary>
    /// <param name="failures">Failed starts in a row, including this one.</param>
    public static TimeSpan DelayAfter(int failures)
    {
        if (failures < PatientFailures)
        {
            return TimeSpan.Zero;
        }

        // A larger shift would be capped anyway.
        var doublings = Math.Min(failures - PatientFailures, 6);
        var delay = TimeSpan.FromSeconds(1 << doublings);
        return delay < LongestDelay ? delay : LongestDelay;
    }

    /// <returns>How long a call would have to wait now; zero if it may start the server.</returns>
    public static TimeSpan WaitLeft(int failures, TimeSpan sinceLastFailure)
    {
        var delay = DelayAfter(failures);
        return sinceLastFailure < delay ? delay - sinceLastFailure : TimeSpan.Zero;
    }

    /// <summary>Whether a server's end counts as a failed start.</summary>
    /// <param name="hasAnsweredCall">Whether it answered any call.</param>
    /// <param name="lived">From its start to its end.</param>
    public static bool IsFailedStart(bool hasAnsweredCall, TimeSpan lived) => !hasAnsweredCall && lived < RightAfterStart;
}
