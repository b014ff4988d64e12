using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>What a person sees: of one skill through its executor, of all of them through mcpgen.</summary>
public sealed class ForPeopleTests(SkillLibrary skills)
{
    [Fact]
    public async Task Nothing_runs_and_every_look_at_it_starts_nothing()
    {
        await using var skill = await skills.OpenFaultAsync();

        Assert.StartsWith("fault: not running; the next call starts the server in ", (await skill.RunAsync("status")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("No calls were counted.\n", (await skill.RunAsync("stats")).Expect(0).Output);
        Assert.Equal("", (await skill.RunAsync("logs")).Expect(0).Output);
        Assert.Equal("fault: not running.\n", (await skill.RunAsync("stop")).Expect(0).Output);
        Assert.Equal("The statistics are empty.\n", (await skill.RunAsync("--reset-stats")).Expect(0).Output);
        Assert.Equal("No host is running.\n", (await skill.McpgenAsync("ps")).Expect(0).Output);
        Assert.Empty(skill.LivingProcesses());
        Assert.Empty(skill.JournalLines("launch"));
    }

    [Fact]
    public async Task The_status_tells_of_calls_processes_and_memory()
    {
        await using var skill = await skills.OpenFaultAsync();
        (await skill.RunAsync("echo", "--message", "hi")).Expect(0);

        var status = (await skill.RunAsync("status")).Expect(0).Output;

        Assert.StartsWith("fault: ready\n", status, StringComparison.Ordinal);
        Assert.Matches(@"\n  server     fault-server \S+, protocol \S+\n  processes  host \d+ \(\d+ MB\), server \d+ \(\d+ MB\)\n", status);
        Assert.Matches(@"\n  calls      1, none in flight\n  idle       .+; stops in .+, at .+\n", status);
        Assert.Contains(skill.Folder, status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_go_on_after_the_host_has_retired_and_are_read_without_one()
    {
        await using var skill = await skills.OpenFaultAsync(static config =>
            config["keep_alive"] = new JsonObject { ["enabled"] = true, ["timeout"] = 0.3, ["check_interval"] = 0.1 });
        (await skill.RunAsync("echo", "--message", "hi")).Expect(0);
        (await skill.RunAsync("fail")).Expect(1);
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "the host has retired");

        Assert.Equal((1, 0, 1, 1), await CountsAsync(skill));
        (await skill.RunAsync("echo", "--message", "again")).Expect(0);
        Assert.Equal((2, 0, 1, 1), await CountsAsync(skill));

        (await skill.RunAsync("reset-stats")).Expect(0);
        Assert.Equal("[]", JsonNode.Parse((await skill.RunAsync("--stats", "--json")).Expect(0).Output)!["tools"]!.ToJsonString());
    }

    [Fact]
    public async Task The_log_holds_the_last_calls_and_can_be_asked_for_those_of_one_tool()
    {
        await using var skill = await skills.OpenFaultAsync();
        (await skill.RunAsync("echo", "--message", "my-secret")).Expect(0);
        (await skill.RunAsync("notes-add", "--note", "my-secret")).Expect(0);

        var calls = (await skill.RunAsync("logs", "--tool", "notes-add")).Expect(0).Output;
        var last = (await skill.RunAsync("--logs", "1", "--json")).Expect(0).Output;

        Assert.Matches(@"^\S+Z call notes-add answered with \d+ bytes after \d+ ms\n$", calls);
        Assert.Contains("\"time\"", last, StringComparison.Ordinal);
        Assert.DoesNotContain("my-secret", (await skill.RunAsync("logs", "1000")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_followed_log_tells_of_calls_as_they_come_and_ends_with_its_reader()
    {
        await using var skill = await skills.OpenFaultAsync();
        (await skill.RunAsync("echo", "--message", "before")).Expect(0);

        // head ends after the second line. Nothing is written after that: the follower has to notice by itself.
        var following = skill.ShellAsync("{ \"$SKILL\" logs 1 --tool echo --follow; echo \"ended $?\" >&2; } | head -n 2");
        (await skill.RunAsync("pid")).Expect(0);
        (await skill.RunAsync("echo", "--message", "after")).Expect(0);

        var ran = (await following).Expect(0);
        Assert.Equal(2, ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(static line => line.Contains(" call echo answered ", StringComparison.Ordinal)));
        Assert.Equal("ended 0\n", ran.Error);
    }

    [Fact]
    public async Task A_restart_during_a_call_loses_nothing()
    {
        await using var skill = await skills.OpenFaultAsync();
        var release = Path.Combine(skill.Scratch, "released");
        var first = (await skill.RunAsync("pid")).Expect(0).Output;
        var running = skill.RunAsync("until", "--path", release);
        await Eventually.TrueAsync(() => skill.JournalLines("call").Any(static line => line.Contains("until", StringComparison.Ordinal)), "the call runs");

        var restarted = (await skill.RunAsync("restart")).Expect(0).Output;

        Assert.StartsWith("fault: restarted; the old host ends after 1 call in flight.\n\nfault: ready\n", restarted, StringComparison.Ordinal);
        Assert.NotEqual(first, (await skill.RunAsync("pid")).Expect(0).Output);
        File.WriteAllText(release, "");
        Assert.Equal("it is there\n", (await running).Expect(0).Output);
        Assert.Single(skill.JournalLines("call"), static line => line.Contains("until", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restart_that_cannot_succeed_says_why_and_a_broken_config_leaves_the_old_host_alone()
    {
        await using var skill = await skills.OpenFaultAsync();
        (await skill.RunAsync("pid")).Expect(0);

        skill.Configure(static config => config["env"]!["X"] = "${NOT_SET_ANYWHERE}");
        Assert.Contains("NOT_SET_ANYWHERE", (await skill.RunAsync("restart")).Expect(3).Error, StringComparison.Ordinal);
        Assert.NotNull(await skill.StatusAsync());

        skill.Configure(static config => (config["env"]!["X"], config["args"]) = ("", new JsonArray("exit-at-once")));
        Assert.Contains("exit code", (await skill.RunAsync("restart")).Expect(4).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mcpgen_sees_two_skills_stops_one_and_then_all()
    {
        await using var one = await skills.OpenFaultAsync();
        await using var two = await skills.OpenFaultAsync();
        two.ShareRuntimeDirectoryOf(one);
        (await one.RunAsync("pid")).Expect(0);
        (await two.RunAsync("echo", "--message", "hi")).Expect(0);

        var listed = JsonNode.Parse((await one.McpgenAsync("ps", "--json")).Expect(0).Output)!.AsArray();
        Assert.Equal(
            new[] { one.Folder, two.Folder }.Order(StringComparer.Ordinal),
            listed.Select(static host => (string?)host!["skill"]).Order(StringComparer.Ordinal));
        Assert.Contains("'fault' matches 2", (await one.McpgenAsync("stop", "fault")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains(" call echo ", (await one.McpgenAsync("logs", two.Folder)).Expect(0).Output, StringComparison.Ordinal);

        Assert.Equal("fault: stopped.\n", (await one.McpgenAsync("stop", one.Folder)).Expect(0).Output);
        Assert.Null(await one.StatusAsync());
        Assert.NotNull(await two.StatusAsync());
        Assert.Equal("fault: stopped.\n", (await one.McpgenAsync("stop", "--all")).Expect(0).Output);
        Assert.Equal("No host is running. 2 skills have run before: mcpgen ps --all\n", (await one.McpgenAsync("ps")).Expect(0).Output);
    }

    [Theory]
    [InlineData("logs five --tool nothing", 2)]
    [InlineData("status --follow", 1)]
    public async Task Every_mistake_is_told_with_exit_code_2(string line, int mistakes)
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.RunAsync(line.Split(' '))).Expect(2);

        Assert.Equal(mistakes + 1, ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("", ran.Output);
    }

    private static async Task<(int Echo, int EchoFailures, int Fail, int FailErrors)> CountsAsync(SkillSandbox skill)
    {
        var tools = JsonNode.Parse((await skill.RunAsync("stats", "--json")).Expect(0).Output)!["tools"]!.AsArray()
            .ToDictionary(static row => (string)row!["name"]!, static row => row!);
        return ((int)tools["echo"]["calls"]!, (int)tools["echo"]["failures"]!, (int)tools["fail"]["calls"]!, (int)tools["fail"]["toolErrors"]!);
    }
}
