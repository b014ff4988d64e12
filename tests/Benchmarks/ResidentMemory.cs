using System.Globalization;

namespace Benchmarks;

/// <summary>What processes have resident, as the kernel tells it. Linux only.</summary>
internal static class ResidentMemory
{
    /// <summary>In bytes.</summary>
    public static long Of(int process) =>
        File.ReadLines($"/proc/{process}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kilobytes, ..]
                ? long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024
                : 0;

    /// <summary>The sum over all processes whose command line is meant; null where there is none.</summary>
    public static long? OfProcesses(Func<string[], bool> isMeant)
    {
        long? all = null;
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                    && isMeant(File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0')))
                {
                    all = (all ?? 0) + Of(process);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // It ended meanwhile.
            }
        }

        return all;
    }
}
