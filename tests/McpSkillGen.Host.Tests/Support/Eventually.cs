using System.Diagnostics;

namespace McpSkillGen.Host.Tests.Support;

/// <summary>Waits for something to become true, with a deadline that only a broken promise reaches.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    public static void True(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Deadline, $"Not within {Deadline.TotalSeconds} s: {what}");
            Thread.Sleep(5);
        }
    }

    public static void Gone(int processId) => True(() => !IsRunning(processId), $"process {processId} is gone");

    public static bool IsRunning(int processId)
    {
        try
        {
            // A zombie has ended, whoever has yet to reap it.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')')..].Split(' ')[1] is not "Z";
        }
        catch (IOException)
        {
            return false;
        }
    }
}
