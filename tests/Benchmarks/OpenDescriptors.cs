using System.Diagnostics;

namespace Benchmarks;

/// <summary>How many descriptors a process has open, as the kernel tells it. Linux only.</summary>
internal static class OpenDescriptors
{
    public static int Of(int process) => Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;

    /// <summary>The most that a program has open at once, looked at a thousand times a second while it runs.</summary>
    public static int MostOf(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var most = 0;
        while (!process.WaitForExit(1))
        {
            try
            {
                most = Math.Max(most, Of(process.Id));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }

        return most;
    }
}
