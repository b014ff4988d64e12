using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EndToEnd.Tests.Support;

/// <summary>Looks for processes by a mark in their environment: what a test started, it can find again.</summary>
internal static class Processes
{
    /// <summary>Whether processes can be found at all here: needs /proc.</summary>
    public static bool CanBeFound => OperatingSystem.IsLinux();

    /// <summary>The ids of the living processes whose environment holds the mark.</summary>
    public static IReadOnlyList<int> Marked(string mark)
    {
        var found = new List<int>();
        foreach (var folder in CanBeFound ? Directory.GetDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId && IsAlive(id) && Read($"{folder}/environ").Contains(mark, StringComparison.Ordinal))
            {
                found.Add(id);
            }
        }

        return found;
    }

    /// <summary>Running or sleeping, not a zombie.</summary>
    public static bool IsAlive(int id)
    {
        var status = Read($"/proc/{id}/stat");
        return status.Length > 0 && status[(status.LastIndexOf(')') + 2)..] is not ['Z' or 'X', ..];
    }

    public static string Describe(int id) => $"{id}: {Read($"/proc/{id}/cmdline").Replace('\0', ' ').Trim()}";

    public static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Sends a signal by its name; to a whole process group where the id is negative.</summary>
    public static void Signal(int id, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", "--", $"{id}"]);
        kill.WaitForExit();
    }

    private static string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
