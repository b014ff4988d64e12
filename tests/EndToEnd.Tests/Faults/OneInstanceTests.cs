using System.Globalization;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>Never two hosts and never two servers, whoever starts at once and whoever is killed meanwhile.</summary>
public sealed class OneInstanceTests(SkillLibrary skills)
{
    private const int Callers = 64;
    private const int MostKills = 3;

    [Fact]
    public async Task Cold_callers_and_killed_hosts_never_make_two_hosts_or_two_servers_and_every_call_is_answered()
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var skill = await skills.OpenFaultAsync();
        var (kills, lost) = (0, 0);
        for (var round = 0; round < Scale.Of(2, 50); round++)
        {
            using var calling = new CancellationTokenSource();
            var killing = KillNowAndThenAsync(skill, random, calling.Token);
            var watching = WatchListenersAsync(skill, calling.Token);
            var marks = Enumerable.Range(0, Callers).Select(caller => $"{round}-{caller}").ToList();
            var runs = await Task.WhenAll(marks.Select(mark => skill.RunAsync("mark", "--name", mark)));
            await calling.CancelAsync();
            Assert.InRange(await watching, 0, 1);

            var killed = await killing;
            var left = skill.JournalLines("mark").CountBy(static line => line).ToDictionary();
            foreach (var (mark, run) in marks.Zip(runs))
            {
                // Lost answers need a kill; what was not lost has run exactly once, what was lost at most once.
                var times = left.GetValueOrDefault($"mark {mark}");
                Assert.True(run.ExitCode is 0 || (run.ExitCode is 6 && killed > 0), $"seed {seed}, {mark}: exit code {run.ExitCode} with {killed} kills\n{run.Error}");
                Assert.True(run.ExitCode is 0 ? times == 1 : times <= 1, $"seed {seed}, {mark}: exit code {run.ExitCode}, ran {times} times");
            }

            (kills, lost) = (kills + killed, lost + runs.Count(static run => run.ExitCode == 6));
            await skill.RunAsync("stop");
            await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "the round's host and server have ended");
        }

        Assert.Empty(skill.JournalLines("overlap"));
        TestContext.Current.TestOutputHelper.WriteLine($"{skill.JournalLines("launch").Count} launches, {kills} hosts killed, {lost} answers lost");
    }

    /// <summary>Kills up to <see cref="MostKills"/> hosts, serving ones and starting ones, at moments that the seed chose.</summary>
    private static async Task<int> KillNowAndThenAsync(SkillSandbox skill, Random random, CancellationToken done)
    {
        var pauses = Enumerable.Range(0, MostKills).Select(_ => TimeSpan.FromMilliseconds(random.Next(300))).ToList();
        var kills = 0;
        foreach (var pause in pauses)
        {
            try
            {
                await Task.Delay(pause, done);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            if (skill.Hosts() is [var host, ..])
            {
                ProcessTable.Kill(host);
                kills++;
            }
        }

        return kills;
    }

    /// <returns>The largest number of hosts that listened at the same moment.</returns>
    private static async Task<int> WatchListenersAsync(SkillSandbox skill, CancellationToken done)
    {
        const int Accepts = 0x10000;
        var most = 0;
        while (!done.IsCancellationRequested)
        {
            var listening = (await File.ReadAllLinesAsync("/proc/net/unix", CancellationToken.None)).Count(line =>
                line.Contains(skill.RuntimeFolder, StringComparison.Ordinal)
                && (int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Accepts) != 0);
            most = Math.Max(most, listening);
            await Task.Yield();
        }

        return most;
    }
}
