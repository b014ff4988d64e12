namespace McpSkillGen.Host.Lifetime;

/// <summary>How soon a stream of a server over HTTP is asked for again: arithmetic on plain values.</summary>
internal static class ReconnectPolicy
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>After a failed attempt: 1 s, 2 s, 4 s, up to a minute.</summary>
    /// <param name="failures">Failed attempts in a row, the last one included; at least 1.</param>
    public static TimeSpan PauseAfter(int failures)
    {
        // A larger shift would be capped anyway.
        var pause = TimeSpan.FromSeconds(1 << Math.Min(failures - 1, 6));
        return pause < LongestPause ? pause : LongestPause;
    }
}
