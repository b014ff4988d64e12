namespace McpSkillGen.Runtime.Native;

/// <summary>Identifies a process: a later one with the same number has another start time. Linux only.</summary>
/// <param name="Id">The process id.</param>
/// <param name="StartTime">In clock ticks since the system's start.</param>
internal readonly record struct ProcessStamp(int Id, long StartTime)
{
    /// <summary>Whether this very process still runs.</summary>
    public bool IsRunning => Of(Id) == this;

    /// <returns>Null if there is no such process, or it has ended and is not reaped yet.</returns>
    public static ProcessStamp? Of(int id) =>
        ProcessStat.Of(id) is { State: not ("Z" or "X"), StartTime: var startTime } ? new ProcessStamp(id, startTime) : null;
}
