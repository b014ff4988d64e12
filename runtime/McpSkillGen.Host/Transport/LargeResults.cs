namespace McpSkillGen.Host.Transport;

/// <summary>Gives the memory of large frames back to the system: a host lives for hours, and such results are rare.</summary>
internal static class LargeResults
{
    // Below it the collector's own judgement is good enough; a full collection of a small heap takes milliseconds, less
    // than writing this much took.
    private const long WorthCollecting = 8 * 1024 * 1024;

    /// <param name="length">Of what has just been let go, in bytes.</param>
    public static void HaveGone(long length)
    {
        if (length >= WorthCollecting)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
