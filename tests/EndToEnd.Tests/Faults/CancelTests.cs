using System.Globalization;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>A caller that goes, in whatever way, takes its own call along and nothing else.</summary>
public sealed class CancelTests(SkillLibrary skills)
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("KILL", 137)]
    public async Task Executor_that_is_ended_has_its_call_cancelled_at_the_server_and_no_other(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        await using var skill = await skills.OpenFaultAsync();
        var server = (await skill.RunAsync("pid")).Expect(0).Output;
        var release = Path.Combine(skill.Scratch, "release");
        var other = skill.RunAsync("until", "--path", release);
        using var executor = skill.Start(null, "sleep", "--seconds", "1000");
        await Eventually.TrueAsync(() => skill.JournalLines("call").Count == 3, "both calls have reached the server");

        var sent = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        ProcessTable.Signal(executor.Id, signal);

        await executor.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, executor.ExitCode);
        await Eventually.TrueAsync(() => skill.JournalLines("stopped").Count == 1, "the server stopped the call");
        Report(signal, skill, sent);
        Assert.False(other.IsCompleted);
        await File.WriteAllTextAsync(release, "", TestContext.Current.CancellationToken);
        (await other).Expect(0);
        Assert.Equal("stopped sleep", Assert.Single(skill.JournalLines("stopped")));
        Assert.Single(skill.JournalLines("cancelled"));
        Assert.Equal(server, (await skill.RunAsync("pid")).Expect(0).Output);
    }

    [Fact]
    public async Task Time_limit_of_the_caller_cancels_its_call_at_the_server_and_no_other()
    {
        await using var skill = await skills.OpenFaultAsync();
        var server = (await skill.RunAsync("pid")).Expect(0).Output;
        var release = Path.Combine(skill.Scratch, "release");
        var other = skill.RunAsync("until", "--path", release);
        await Eventually.TrueAsync(() => skill.JournalLines("call").Count == 2, "the other call has reached the server");

        // The limit covers all of the call: on a busy machine a shorter one would be over before the server has it.
        (await skill.RunAsync("sleep", "--seconds", "1000", "--timeout", "3")).Expect(5);

        await Eventually.TrueAsync(() => skill.JournalLines("stopped").Count == 1, "the server stopped the call");
        Assert.Single(skill.JournalLines("cancelled"));
        Assert.False(other.IsCompleted);
        await File.WriteAllTextAsync(release, "", TestContext.Current.CancellationToken);
        (await other).Expect(0);
        Assert.Equal(server, (await skill.RunAsync("pid")).Expect(0).Output);
    }

    [Fact]
    public async Task Executor_that_is_ended_while_its_own_host_runs_leaves_nothing()
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");
        await using var skill = await skills.OpenFaultAsync();
        using var executor = skill.Start(null, "sleep", "--seconds", "1000", "--no-keep-alive");
        await Eventually.TrueAsync(() => skill.JournalLines("call").Count == 1, "the call has reached the server");

        ProcessTable.Signal(executor.Id, "INT");

        await executor.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "host and server are gone");
        Assert.Single(skill.JournalLines("cancelled"));
    }

    [Fact]
    public async Task Executor_that_is_ended_in_a_cold_start_leaves_a_host_that_the_next_call_uses()
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");
        await using var skill = await skills.OpenFaultAsync();
        using (var executor = skill.Start(null, "pid"))
        {
            await Eventually.TrueAsync(() => executor.HasExited || skill.Hosts().Count > 0, "the host was started");
            executor.Kill();
            await executor.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (await skill.RunAsync("pid")).Expect(0);

        Assert.InRange(skill.JournalLines("launch").Count, 1, 2);
        Assert.Empty(skill.JournalLines("overlap"));
        Assert.Single(skill.Hosts());
    }

    private static void Report(string how, SkillSandbox skill, long sent)
    {
        var told = long.Parse(skill.JournalLines("cancelled")[0].Split(' ')[2], CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper!.WriteLine($"{how}: the server heard of it after {told - sent} ms");
    }
}
