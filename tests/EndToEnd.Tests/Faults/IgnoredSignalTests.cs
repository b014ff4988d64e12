using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>An executor that inherits ignored signals, as under <c>nohup</c>, and the host that it starts.</summary>
public sealed class IgnoredSignalTests(SkillLibrary skills)
{
    [Fact]
    public async Task Signal_that_is_ignored_when_the_executor_starts_stays_ignored()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        await using var skill = await skills.OpenFaultAsync();
        var release = Path.Combine(skill.Scratch, "release");
        using var executor = skill.Start("/bin/sh", "-c", $"trap '' HUP INT TERM; exec \"$SKILL\" until --path '{release}'");
        await Eventually.TrueAsync(() => skill.JournalLines("call").Count == 1, "the call has reached the server");

        foreach (var signal in new[] { "HUP", "INT", "TERM" })
        {
            ProcessTable.Signal(executor.Id, signal);
        }

        await File.WriteAllTextAsync(release, "", TestContext.Current.CancellationToken);
        await executor.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, executor.ExitCode);
        Assert.Empty(skill.JournalLines("cancelled"));
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task Host_that_such_an_executor_starts_ends_by_every_signal_and_leaves_nothing(string signal)
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");
        await using var skill = await skills.OpenFaultAsync(static config => config["args"] = new JsonArray("spawn-grandchild", "ignore-eof-and-sigterm"));
        (await skill.ShellAsync("trap '' HUP INT TERM CHLD; exec \"$SKILL\" pid")).Expect(0);

        ProcessTable.Signal(Assert.Single(skill.Hosts()), signal);

        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "host, guard and server are gone");
    }
}
