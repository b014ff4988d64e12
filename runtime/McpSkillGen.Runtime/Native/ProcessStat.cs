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
    public static ProcessStat? Of(int id)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        string stat;
        try
        {
            // Shared with everybody, or else the file would be locked and unlocked too.
            using var file = File.OpenHandle($"/proc/{id}/stat", share: FileShare.ReadWrite | FileShare.Delete);
            stat = Encoding.UTF8.GetString(bytes[..RandomAccess.Read(file, bytes, 0)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

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
