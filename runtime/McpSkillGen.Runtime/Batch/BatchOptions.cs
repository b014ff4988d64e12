using McpSkillGen.Runtime.Queries;

namespace McpSkillGen.Runtime.Batch;

/// <summary>How a batch is run.</summary>
/// <param name="Parallel">How many calls are in flight at most, from 1 to <see cref="MaxParallel"/>.</param>
/// <param name="Timeout">The limit for one call; null leaves it to the config.</param>
/// <param name="KeepAlive">False: a host of our own, that ends with the batch.</param>
/// <param name="StopsOnError">Whether nothing is sent after a call that failed.</param>
/// <param name="IsText">Answers are texts for people, not lines of JSON.</param>
internal sealed record BatchOptions(
    int Parallel = BatchOptions.DefaultParallel, TimeSpan? Timeout = null, bool KeepAlive = true, bool StopsOnError = false, bool IsText = false)
{
    /// <summary>What to pick from each result; null for all of it.</summary>
    public ResultQuery? Query { get; init; }

    /// <summary>One after another: the steps of a script depend on each other, and many servers mix up calls that run at once.</summary>
    public const int DefaultParallel = 1;

    /// <summary>A server answers on one pipe: more calls in flight would only wait there.</summary>
    public const int MaxParallel = 64;
}
