using System.Globalization;
using System.Text;

namespace McpSkillGen.Runtime.Native;

/// <summary>What <c>/proc/PID/stat</c> says about a process. Linux only.</summary>
/// <param name="Name">The program's name, up to 15 bytes; the process can change it.</param>
/// <param name="State">A letter; <c>Z</c> and <c>X</c> have ended.</param>
/// <param name="Parent">Its parent's process id.</param>
/// <param name="StartTime">In clock ticks since the system's start.</param>
internal readonly record struct ProcessStat(string Name, string State, int Parent, long StartTime)
{
    // Counted from the state.
    private const int ParentField = 1;
    private const int StartTimeField = 19;

    // 52 fields of at most 20 digits.
    private const int MaxLength = 1200;

    /// <returns>Null if there is no such process.</returns>
    public static unsafe ProcessStat? Of(int id)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var bytes = stackalloc byte[MaxLength];

        // The framework would also lock the file, and unlock it.
        var descriptor = Libc.Open($"/proc/{id}/stat", Libc.OpenRead, 0);
        if (descriptor < 0)
        {
            return null;
        }

        var length = Libc.Read(descriptor, bytes, MaxLength);
        _ = Libc.Close(descriptor);
        if (length <= 0)
        {
            return null;
        }

        var stat = Encoding.UTF8.GetString(bytes, (int)length);

        // "pid (name) state parent …", where the name may hold spaces and parentheses.
        var (nameStart, nameEnd) = (stat.IndexOf('('), stat.LastIndexOf(')'));
        if (nameStart < 0 || nameEnd < nameStart)
        {
            return null;
        }

        var fields = stat[(nameEnd + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTimeField
            && int.TryParse(fields[ParentField], NumberStyles.None, CultureInfo.InvariantCulture, out var parent)
            && long.TryParse(fields[StartTimeField], NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
                ? new ProcessStat(stat[(nameStart + 1)..nameEnd], fields[0], parent, startTime)
                : null;
    }
}
