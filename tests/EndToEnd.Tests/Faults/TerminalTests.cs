using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>A terminal that is closed, as at the end of a login, over a running call.</summary>
public sealed class TerminalTests(SkillLibrary skills)
{
    [Fact]
    public async Task Closing_it_cancels_the_call_and_the_host_stays_for_the_next_one()
    {
        await using var skill = await skills.OpenFaultAsync();
        await CloseTerminalOverAsync(skill, "sleep --seconds 1000");

        await Eventually.TrueAsync(() => skill.JournalLines("stopped").Count == 1, "the call was cancelled");
        (await skill.RunAsync("pid")).Expect(0);
        Assert.Single(skill.JournalLines("launch"));
        Assert.Single(skill.Hosts());
    }

    [Fact]
    public async Task Closing_it_over_a_call_with_a_host_of_its_own_leaves_nothing()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["args"] = new System.Text.Json.Nodes.JsonArray("spawn-grandchild"));
        await CloseTerminalOverAsync(skill, "sleep --seconds 1000 --no-keep-alive");

        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "everything is gone");
    }

    private static async Task CloseTerminalOverAsync(SkillSandbox skill, string command)
    {
        Assert.SkipUnless(ProcessTable.CanBeRead && File.Exists("/usr/bin/script"), "needs /proc and script(1), which makes a terminal");
        using var terminal = skill.Start("/usr/bin/script", "--quiet", "--return", "--command", $"\"$SKILL\" {command}", "/dev/null");
        await Eventually.TrueAsync(() => skill.JournalLines("call").Count == 1, "the call has reached the server");

        // With the terminal's other end its only holder is gone: the kernel hangs up on everything in its session.
        terminal.Kill();
        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
