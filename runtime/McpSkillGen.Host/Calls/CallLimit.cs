namespace McpSkillGen.Host.Calls;

/// <summary>Cuts a call short when its time is over. Does not run while a person is asked.</summary>
internal sealed class CallLimit : IDisposable
{
    private readonly Lock _changing = new();
    private readonly TimeSpan _limit;
    private Timer? _timer;

    private CallLimit(ActiveCall call, TimeSpan limit)
    {
        _limit = limit;
        _timer = new Timer(static state => ((ActiveCall)state!).Cancel(CancelCause.TimedOut), call, limit, Timeout.InfiniteTimeSpan);
    }

    /// <returns>Null where there is no limit.</returns>
    public static CallLimit? Start(ActiveCall call, TimeSpan? limit)
    {
        // Longer than a timer can hold is as good as no limit.
        const double LongestTimer = uint.MaxValue - 1;
        return limit is { TotalMilliseconds: < LongestTimer } finite ? new CallLimit(call, finite) : null;
    }

    public void Pause() => Change(Timeout.InfiniteTimeSpan);

    /// <summary>Starts to count from zero.</summary>
    public void BeginAnew() => Change(_limit);

    public void Dispose()
    {
        lock (_changing)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    // A reply may come when the call has just ended.
    private void Change(TimeSpan due)
    {
        lock (_changing)
        {
            _timer?.Change(due, Timeout.InfiniteTimeSpan);
        }
    }
}
