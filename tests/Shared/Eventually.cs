using System.Diagnostics;

namespace McpSkillGen.Tests.Shared;

/// <summary>Waits for a condition, with a deadline that only a broken promise reaches, even on a busy machine.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public static void True(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            CheckDeadline(watch, what);
            Thread.Sleep(Step);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        using var ticks = new PeriodicTimer(Step);
        while (!await condition())
        {
            CheckDeadline(watch, what);
            await ticks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public static void Gone(int processId) => True(() => !ProcessTable.IsAlive(processId), $"process {ProcessTable.Describe(processId)} is gone");

    private static void CheckDeadline(Stopwatch watch, string what) => Assert.True(watch.Elapsed < Deadline, $"Not within {Deadline.TotalSeconds:0} s: {what}.");
}
