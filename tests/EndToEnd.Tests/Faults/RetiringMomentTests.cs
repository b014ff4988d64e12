using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>Calls that arrive at the moment when the host retires.</summary>
public sealed class RetiringMomentTests(SkillLibrary skills)
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Calls_around_the_idle_deadline_never_fail_and_never_run_twice()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var skill = await skills.OpenFaultAsync(static config =>
            config["keep_alive"] = new JsonObject { ["timeout"] = IdleTimeout.TotalSeconds, ["check_interval"] = 0.05 });
        var calls = Scale.Of(40, 2000);
        for (var call = 0; call < calls; call++)
        {
            (await skill.RunAsync("mark", "--name", $"{call}")).Expect(0);

            // Around the deadline, and now and then a pair: the second comes when the first has just been answered.
            var pause = (IdleTimeout * 0.8) + (IdleTimeout * 0.4 * random.NextDouble());
            await Task.Delay(random.Next(4) == 0 ? TimeSpan.Zero : pause, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Enumerable.Range(0, calls).Select(static call => $"mark {call}"), skill.JournalLines("mark"));
        Assert.InRange(skill.JournalLines("launch").Count, 2, calls);
        Assert.Empty(skill.JournalLines("overlap"));
        TestContext.Current.TestOutputHelper.WriteLine($"{calls} calls, {skill.JournalLines("launch").Count} launches");
    }

    [Fact]
    public async Task Callers_that_keep_missing_the_same_retiring_host_are_all_answered()
    {
        await using var skill = await skills.OpenFaultAsync(static config =>
            config["keep_alive"] = new JsonObject { ["timeout"] = 0.01, ["check_interval"] = 0.01 });
        const int Callers = 8;
        var each = Scale.Of(5, 50);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (var call = 0; call < each; call++)
            {
                (await skill.RunAsync("mark", "--name", $"{caller}-{call}")).Expect(0);
            }
        }));

        Assert.Equal(Callers * each, skill.JournalLines("mark").Distinct().Count());
        Assert.Equal(Callers * each, skill.JournalLines("mark").Count);
        Assert.Empty(skill.JournalLines("overlap"));
    }
}
