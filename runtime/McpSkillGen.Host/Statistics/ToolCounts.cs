namespace McpSkillGen.Host.Statistics;

/// <summary>What is counted of one tool.</summary>
internal sealed class ToolCounts
{
    /// <summary>The verdicts that are failures, in the order of reports.</summary>
    public static readonly (CallVerdict Verdict, string Member)[] FailureMembers =
    [
        (CallVerdict.ToolError, "toolErrors"),
        (CallVerdict.Unreachable, "unreachable"),
        (CallVerdict.TimedOut, "timedOut"),
        (CallVerdict.Cancelled, "cancelled"),
        (CallVerdict.Lost, "lost"),
        (CallVerdict.Refused, "refused"),
    ];

    private readonly long[] _byVerdict = new long[(int)CallVerdict.NotTaken];

    public long Calls => _byVerdict.Sum();

    public long Failures => Calls - this[CallVerdict.Succeeded];

    /// <summary>Of the calls that the server answered, with a result or with an error.</summary>
    public DurationHistogram Durations { get; init; } = new();

    /// <summary>When the first call ended, UTC.</summary>
    public DateTime First { get; private set; } = DateTime.MaxValue;

    /// <summary>When the last call ended, UTC.</summary>
    public DateTime Last { get; private set; } = DateTime.MinValue;

    public long this[CallVerdict verdict] => _byVerdict[(int)verdict];

    public void Add(CallVerdict verdict, TimeSpan duration, DateTime ended)
    {
        if (verdict is CallVerdict.Succeeded or CallVerdict.ToolError)
        {
            Durations.Add(duration);
        }

        Add(verdict, 1, ended, ended);
    }

    /// <summary>Takes over what was counted elsewhere.</summary>
    public void Add(ToolCounts other)
    {
        Durations.Add(other.Durations);
        for (var verdict = CallVerdict.Succeeded; verdict < CallVerdict.NotTaken; verdict++)
        {
            Add(verdict, other[verdict], other.First, other.Last);
        }
    }

    public void Add(CallVerdict verdict, long calls, DateTime first, DateTime last)
    {
        _byVerdict[(int)verdict] += calls;
        First = first < First ? first : First;
        Last = last > Last ? last : Last;
    }
}
