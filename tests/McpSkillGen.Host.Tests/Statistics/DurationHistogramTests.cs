using McpSkillGen.Host.Statistics;

namespace McpSkillGen.Host.Tests.Statistics;

/// <summary>Arithmetic, by table.</summary>
public sealed class DurationHistogramTests
{
    private const double ErrorBound = 0.045;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(64, 0)]
    [InlineData(69, 0)]
    [InlineData(70, 1)]
    [InlineData(128, 8)]
    [InlineData(1000, 31)]
    [InlineData(1_000_000, 111)]
    [InlineData(1e18, DurationHistogram.BucketCount - 1)]
    public void A_duration_has_its_bucket(double microseconds, int bucket) =>
        Assert.Equal(bucket, DurationHistogram.BucketOf(TimeSpan.FromMicroseconds(Math.Min(microseconds, TimeSpan.MaxValue.TotalMicroseconds / 2))));

    [Fact]
    public void Nothing_has_no_percentile() => Assert.Null(new DurationHistogram().Percentile(0.5));

    [Theory]
    [InlineData(0.003)]
    [InlineData(1.7)]
    [InlineData(60_000)]
    [InlineData(1e9)]
    public void One_duration_is_every_percentile_exactly(double milliseconds)
    {
        var only = TimeSpan.FromMilliseconds(milliseconds);
        var histogram = Of(only);

        Assert.All([0.01, 0.5, 0.95, 1.0], share => Assert.Equal(only, histogram.Percentile(share)));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    [InlineData(1.0)]
    public void A_percentile_is_within_its_bound_of_the_true_one(double share)
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            // From 0.1 ms to an hour, all orders of size alike.
            var durations = Enumerable.Range(0, random.Next(1, 500))
                .Select(_ => TimeSpan.FromMilliseconds(Math.Pow(10, (random.NextDouble() * 7.5) - 1))).Order().ToArray();
            var truth = durations[Math.Max(0, (int)Math.Ceiling(share * durations.Length) - 1)];

            var told = Of(durations).Percentile(share)!.Value;

            Assert.InRange(told / truth, 1 - ErrorBound, 1 + ErrorBound);
        }
    }

    [Fact]
    public void What_was_kept_goes_on_as_if_it_had_never_ended()
    {
        var first = Of([.. Enumerable.Range(1, 90).Select(static ms => TimeSpan.FromMilliseconds(ms))]);
        var kept = DurationHistogram.Restore(first.Shortest, first.Longest, [.. first.Counts, (-1, 5), (DurationHistogram.BucketCount, 5), (3, -2)]);
        kept.Add(Of([.. Enumerable.Range(91, 10).Select(static ms => TimeSpan.FromMilliseconds(ms))]));

        var whole = Of([.. Enumerable.Range(1, 100).Select(static ms => TimeSpan.FromMilliseconds(ms))]);

        Assert.Equal(whole.Count, kept.Count);
        Assert.Equal(whole.Percentile(0.95), kept.Percentile(0.95));
        Assert.Equal((whole.Shortest, whole.Longest), (kept.Shortest, kept.Longest));
    }

    private static DurationHistogram Of(params TimeSpan[] durations)
    {
        var histogram = new DurationHistogram();
        foreach (var duration in durations)
        {
            histogram.Add(duration);
        }

        return histogram;
    }
}
