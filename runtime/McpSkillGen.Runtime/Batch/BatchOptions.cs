namespace McpSkillGen.Runtime.Batch;

/// <summary>How a batch is run.</summary>
/// <param name="Parallel">How many calls are in flight at most, from 1 to <see cref="MaxParallel"/>.</param>
/// <param name="Timeout">The limit for one call; null leaves it to the config.</param>
/// <param name="KeepAlive">False: a host of our own, that ends with the batch.</param>
internal sealed record BatchOptions(int Parallel = BatchOptions.DefaultParallel, TimeSpan? Timeout = null, bool KeepAlive = true)
{
    public const int DefaultParallel = 8;

    /// <summary>
    /// How many calls the host is sent beyond those that may run. It starts one as another ends, without asking us; without
    /// this, the server waits for two processes between one call and the next.
    /// </summary>
    public const int Ahead = 128;

    /// <summary>A call of more bytes is not sent before it may run: whoever keeps it meanwhile needs the memory.</summary>
    public const int MaxAheadLength = 16 * 1024;

    /// <summary>Servers answer one pipe: more in flight would only wait there.</summary>
    public const int MaxParallel = 64;
}
