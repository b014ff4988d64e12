using System.Globalization;

namespace McpSkillGen.Host.Processes;

/// <summary>A process that cannot be mistaken for a later one of the same number. Linux only.</summary>
/// <param name="Id">The process id.</param>
/// <param name="StartTime">In clock ticks since the system's start.</param>
internal readonly record struct ProcessStamp(int Id, long StartTime)
{
    // Counted from the state, which follows the name: "pid (name) state parent …".
    private const int StateField = 0;
    private const int StartTimeField = 19;

    /// <summary>Whether this very process still runs.</summary>
    public bool IsRunning => Of(Id) == this;

    /// <returns>Null when there is no such process, or only its remains that nobody has collected yet.</returns>
    public static ProcessStamp? Of(int id)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The name may hold spaces and parentheses.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTimeField
            && fields[StateField] is not ("Z" or "X")
            && long.TryParse(fields[StartTimeField], NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
                ? new ProcessStamp(id, startTime)
                : null;
    }
}
