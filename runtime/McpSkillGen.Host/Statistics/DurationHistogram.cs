namespace McpSkillGen.Host.Statistics;

/// <summary>
/// Counts durations in buckets that grow by a constant factor, so that a kilobyte holds any number of them. A percentile is
/// within 4.5% of the true one for durations from 64 µs to 4.7 hours, and never outside the observed range. Shorter and
/// longer durations are counted in the first and the last bucket.
/// </summary>
internal sealed class DurationHistogram
{
    // Eight buckets per doubling: a bucket's geometric middle is at most a factor of 2^(1/16) = 1.0443 from its ends.
    private const int BucketsPerDoubling = 8;

    private const int SmallestExponent = 6;
    private const int Doublings = 28;

    /// <summary>How many buckets there are.</summary>
    public const int BucketCount = Doublings * BucketsPerDoubling;

    private readonly int[] _buckets = new int[BucketCount];

    /// <summary>How many durations were added.</summary>
    public long Count { get; private set; }

    /// <summary>The shortest; zero if there is none.</summary>
    public TimeSpan Shortest { get; private set; }

    /// <summary>The longest; zero if there is none.</summary>
    public TimeSpan Longest { get; private set; }

    public void Add(TimeSpan duration)
    {
        Shortest = Count == 0 || duration < Shortest ? duration : Shortest;
        Longest = duration > Longest ? duration : Longest;
        AddTo(BucketOf(duration), 1);
    }

    /// <summary>Takes over what another histogram counted.</summary>
    public void Add(DurationHistogram other)
    {
        if (other.Count == 0)
        {
            return;
        }

        Shortest = Count == 0 || other.Shortest < Shortest ? other.Shortest : Shortest;
        Longest = other.Longest > Longest ? other.Longest : Longest;
        foreach (var (bucket, count) in other.Counts)
        {
            AddTo(bucket, count);
        }
    }

    /// <summary>The duration that this share of all is not longer than: the nearest rank.</summary>
    /// <param name="share">More than 0, at most 1.</param>
    /// <returns>Null if nothing was added.</returns>
    public TimeSpan? Percentile(double share)
    {
        if (Count == 0)
        {
            return null;
        }

        var rank = Math.Clamp((long)Math.Ceiling(share * Count), 1, Count);
        var bucket = -1;
        for (long seen = 0; seen < rank; seen += _buckets[bucket])
        {
            bucket++;
        }

        var middle = TimeSpan.FromMicroseconds(Math.Pow(2, SmallestExponent + ((bucket + 0.5) / BucketsPerDoubling)));
        return middle < Shortest ? Shortest : middle > Longest ? Longest : middle;
    }

    /// <summary>The buckets that hold something.</summary>
    public IEnumerable<(int Bucket, int Count)> Counts
    {
        get
        {
            for (var bucket = 0; bucket < BucketCount; bucket++)
            {
                if (_buckets[bucket] > 0)
                {
                    yield return (bucket, _buckets[bucket]);
                }
            }
        }
    }

    /// <summary>What <see cref="Counts"/> told of another histogram. Counts of no bucket, and below one, are passed over.</summary>
    public static DurationHistogram Restore(TimeSpan shortest, TimeSpan longest, IEnumerable<(int Bucket, int Count)> counts)
    {
        var histogram = new DurationHistogram { Shortest = shortest, Longest = longest };
        foreach (var (bucket, count) in counts)
        {
            if (bucket is >= 0 and < BucketCount && count > 0)
            {
                histogram.AddTo(bucket, count);
            }
        }

        return histogram;
    }

    internal static int BucketOf(TimeSpan duration)
    {
        var microseconds = Math.Max(duration.TotalMicroseconds, 1);
        var bucket = (int)Math.Floor((Math.Log2(microseconds) - SmallestExponent) * BucketsPerDoubling);
        return Math.Clamp(bucket, 0, BucketCount - 1);
    }

    private void AddTo(int bucket, int count)
    {
        // Two thousand million calls of one duration: from there on the shape matters, not the number.
        var added = Math.Min(count, int.MaxValue - _buckets[bucket]);
        _buckets[bucket] += added;
        Count += added;
    }
}
