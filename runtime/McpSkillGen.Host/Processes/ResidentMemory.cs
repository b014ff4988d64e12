using System.Globalization;

namespace McpSkillGen.Host.Processes;

/// <summary>The resident memory of processes, according to <c>/proc</c>. Pages that two of them share count for both.</summary>
internal static class ResidentMemory
{
    /// <summary>Of the servers of this host and everything that they started: all processes below the guards, which are the host's children.</summary>
    /// <returns>Null members where the system does not tell.</returns>
    public static (long? Bytes, int? Processes) OfServers()
    {
        if (!OperatingSystem.IsLinux())
        {
            return default;
        }

        var processes = ProcessTree.DescendantsOf(Environment.ProcessId, fromGeneration: 2);
        return (processes.Sum(BytesOf), processes.Count);
    }

    // The second number of statm: resident pages.
    private static long BytesOf(int processId)
    {
        try
        {
            var numbers = File.ReadAllText($"/proc/{processId}/statm").Split(' ');
            return numbers.Length > 1 && long.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pages)
                ? pages * Environment.SystemPageSize
                : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return 0;
        }
    }
}
