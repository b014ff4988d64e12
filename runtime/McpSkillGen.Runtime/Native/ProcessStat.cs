using System.Globalization;

namespace McpSkillGen.Runtime.Native;

/// <summary>What <c>/proc/PID/stat</c> says about a process. Linux only.</summary>
/// <param name="State">A letter; <c>Z</c> and <c>X</c> have ended.</param>
/// <param name="Parent">Its parent's process id.</param>
/// <param name="StartTime">In clock ticks since the system's start.</param>
internal readonly record struct ProcessStat(string State, int Parent, long StartTime)
{
    // Counted from the state.
    private const int ParentField = 1;
    private const int StartTimeField = 19;

    /// <returns>Null if there is no such process.</returns>
    public static ProcessStat? Of(int id)
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

        // "pid (name) state parent …", where the name may hold spaces and parentheses.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTimeField
            && int.TryParse(fields[ParentField], NumberStyles.None, CultureInfo.InvariantCulture, out var parent)
            && long.TryParse(fields[StartTimeField], NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
                ? new ProcessStat(fields[0], parent, startTime)
                : null;
    }
}
