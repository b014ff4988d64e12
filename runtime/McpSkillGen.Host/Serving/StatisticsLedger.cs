using System.Diagnostics;
using McpSkillGen.Host.Calls;
using McpSkillGen.Host.Statistics;

namespace McpSkillGen.Host.Serving;

/// <summary>The host's statistics, and where they are stored. Belongs to the host's loop.</summary>
internal sealed class StatisticsLedger
{
    // The most that a killed host loses.
    private static readonly TimeSpan KeepInterval = TimeSpan.FromMinutes(1);

    private readonly IHostDoor _door;
    private CallStatistics _statistics;
    private long _kept = Stopwatch.GetTimestamp();
    private bool _hasChanged;

    /// <summary>Continues the statistics of the last host.</summary>
    public StatisticsLedger(IHostDoor door)
    {
        _door = door;
        using var kept = door.ReadStatistics();
        _statistics = kept is null ? new CallStatistics(DateTime.UtcNow) : StatisticsJson.Restore(kept.RootElement, DateTime.UtcNow);
    }

    public void Add(string name, in CallEnd end)
    {
        _statistics.Add(name, end.Verdict, end.Duration, DateTime.UtcNow);
        _hasChanged = true;
        if (Stopwatch.GetElapsedTime(_kept) >= KeepInterval)
        {
            Keep();
        }
    }

    public ReadOnlySpan<byte> Report() => StatisticsJson.Report(_statistics);

    public void Reset()
    {
        _statistics = new CallStatistics(DateTime.UtcNow);
        _hasChanged = true;
        Keep();
    }

    /// <summary>Stores them for the next host, if they have changed.</summary>
    public void Keep()
    {
        if (_hasChanged)
        {
            _door.KeepStatistics(StatisticsJson.Keep(_statistics));
            (_kept, _hasChanged) = (Stopwatch.GetTimestamp(), false);
        }
    }
}
