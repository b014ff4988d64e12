namespace McpSkillGen.Host.Lifetime;

/// <summary>
/// When a server's tools are compared again after it said that they changed: arithmetic on plain values. The first change is
/// looked at once. A server that reports a change after each look is looked at less and less.
/// </summary>
internal static class ComparisonPolicy
{
    /// <summary>A server that was left alone for so long begins anew.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Before the next look: nothing, then 1 s, 2 s, 4 s, up to a minute.</summary>
    /// <param name="looks">Looks in a row, the first one included.</param>
    public static TimeSpan PauseAfter(int looks)
    {
        if (looks <= 1)
        {
            return TimeSpan.Zero;
        }

        // A larger shift would be capped anyway.
        var pause = TimeSpan.FromSeconds(1 << Math.Min(looks - 2, 6));
        return pause < LongestPause ? pause : LongestPause;
    }
}
