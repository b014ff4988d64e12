using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace McpSkillGen.Tests.Shared;

/// <summary>The processes of this machine: finds those that a test started, and sends them signals.</summary>
internal static class ProcessTable
{
    /// <summary>Whether processes can be found at all here: needs /proc.</summary>
    public static bool CanBeRead => OperatingSystem.IsLinux();

    /// <summary>The ids of the living processes whose environment holds the mark.</summary>
    public static IReadOnlyList<int> Marked(string mark) => Living("environ", mark);

    /// <summary>The ids of the living processes with these words, which hold no space, in their command line.</summary>
    public static IReadOnlyList<int> Running(params string[] words) => Living("cmdline", words);

    /// <summary>Running or sleeping. A zombie has ended, even if nobody has reaped it yet.</summary>
    public static bool IsAlive(int id)
    {
        var status = Read($"/proc/{id}/stat");
        return status.Length > 0 && status[(status.LastIndexOf(')') + 2)..] is not ['Z' or 'X', ..];
    }

    /// <summary>The id and the command line, with spaces between its words.</summary>
    public static string Describe(int id) => $"{id}: {Read($"/proc/{id}/cmdline").Replace('\0', ' ').Trim()}";

    /// <summary>The value of one field of <c>/proc/ID/status</c>.</summary>
    public static string StatusOf(int id, string field) =>
        Read($"/proc/{id}/status").Split('\n').Single(line => line.StartsWith($"{field}:", StringComparison.Ordinal))[(field.Length + 1)..].Trim();

    public static int ParentOf(int id) => int.Parse(StatusOf(id, "PPid"), CultureInfo.InvariantCulture);

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

    /// <summary>Sends a signal by its name; to a whole process group if the id is negative.</summary>
    public static void Signal(int id, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", "--", $"{id}"]);
        kill.WaitForExit();
    }

    private static List<int> Living(string file, params string[] words)
    {
        var found = new List<int>();
        foreach (var folder in CanBeRead ? Directory.GetDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId && IsAlive(id)
                && Read($"{folder}/{file}") is var text && Array.TrueForAll(words, word => text.Contains(word, StringComparison.Ordinal)))
            {
                found.Add(id);
            }
        }

        return found;
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
