namespace McpSkillGen.Host.Streams;

/// <summary>Gives the memory of large results back to the system: a host lives for hours, and such results are rare.</summary>
internal static class LargeResults
{
    // Below this the collector's own judgement is good enough. A full collection of a small heap takes milliseconds, less than
    // writing this much took.
    private const long WorthCollecting = 8 * 1024 * 1024;

    /// <param name="length">How many bytes were just let go.</param>
    public static void HaveGone(long length)
    {
        if (length >= WorthCollecting)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
