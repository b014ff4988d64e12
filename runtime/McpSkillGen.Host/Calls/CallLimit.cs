namespace McpSkillGen.Host.Calls;

/// <summary>Cuts a call short at its time limit. The time does not run while a person is asked.</summary>
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

    /// <returns>Null if there is no limit.</returns>
    public static CallLimit? Start(ActiveCall call, TimeSpan? limit)
    {
        // A limit that no timer can hold is as good as none.
        const double LongestTimer = uint.MaxValue - 1;
        return limit is { TotalMilliseconds: < LongestTimer } finite ? new CallLimit(call, finite) : null;
    }

    public void Pause() => Change(Timeout.InfiniteTimeSpan);

    /// <summary>Counts from zero again.</summary>
    public void BeginAnew() => Change(_limit);

    public void Dispose()
    {
        lock (_changing)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    // A reply may come just after the call has ended.
    private void Change(TimeSpan due)
    {
        lock (_changing)
        {
            _timer?.Change(due, Timeout.InfiniteTimeSpan);
        }
    }
}
