using System.Diagnostics;

namespace EndToEnd.Tests.Support;

/// <summary>Waits for a condition, with a deadline: never for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        using var ticks = new PeriodicTimer(Step);
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Deadline, $"Not within {Deadline.TotalSeconds:0} s: {what}.");
            await ticks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
