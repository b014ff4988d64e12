namespace McpSkillGen.Host.Processes;

/// <summary>A process that cannot be mistaken for a later one of the same number. Linux only.</summary>
/// <param name="Id">The process id.</param>
/// <param name="StartTime">In clock ticks since the system's start.</param>
internal readonly record struct ProcessStamp(int Id, long StartTime)
{
    /// <summary>Whether this very process still runs.</summary>
    public bool IsRunning => Of(Id) == this;

    /// <returns>Null when there is no such process, or only its remains that nobody has collected yet.</returns>
    public static ProcessStamp? Of(int id) =>
        ProcessStat.Of(id) is { State: not ("Z" or "X"), StartTime: var startTime } ? new ProcessStamp(id, startTime) : null;
}
