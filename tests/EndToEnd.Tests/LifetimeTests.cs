using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>One server per skill, kept between calls, gone when nobody needs it.</summary>
public sealed class LifetimeTests(SkillLibrary skills)
{
    [Fact]
    public async Task Ten_calls_share_one_launch_and_one_server()
    {
        await using var skill = await skills.OpenFaultAsync();
        var servers = new HashSet<string>();
        for (var call = 0; call < 10; call++)
        {
            servers.Add((await skill.RunAsync("pid")).Expect(0).Output.Trim());
        }

        Assert.Single(servers);
        Assert.Single(skill.JournalLines("launch"));
    }

    [Fact]
    public async Task After_the_idle_timeout_host_and_server_are_gone_and_the_next_call_starts_them_again()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["keep_alive"] = KeepAlive(0.5));
        var first = (await skill.RunAsync("pid")).Expect(0).Output;

        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "host and server have retired");
        var second = (await skill.RunAsync("pid")).Expect(0).Output;

        Assert.NotEqual(first, second);
        Assert.Equal(2, skill.JournalLines("launch").Count);
    }

    [Fact]
    public async Task A_call_that_outlasts_the_idle_timeout_completes()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["keep_alive"] = KeepAlive(0.3));

        (await skill.RunAsync("sleep", "--seconds", "1.5")).Expect(0);

        Assert.Single(skill.JournalLines("launch"));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("""{"enabled":false}""")]
    public async Task Without_keep_alive_nothing_outlives_the_call(string keepAlive)
    {
        await using var skill = await skills.OpenFaultAsync(config => config["keep_alive"] = JsonNode.Parse(keepAlive));

        var first = (await skill.RunAsync("pid")).Expect(0).Output;
        var second = (await skill.RunAsync("pid")).Expect(0).Output;

        Assert.NotEqual(first, second);
        Assert.Null(await skill.StatusAsync());
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "the calls' own hosts have ended");
    }

    [Fact]
    public async Task No_keep_alive_flag_leaves_no_host_behind()
    {
        await using var skill = await skills.OpenFaultAsync();

        (await skill.RunAsync("echo", "--message", "hi", "--no-keep-alive")).Expect(0);

        Assert.Null(await skill.StatusAsync());
    }

    [Fact]
    public async Task Call_without_keep_alive_does_not_wait_for_its_server_to_end_which_it_does_all_the_same()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["args"] = new JsonArray("ignore-eof-and-sigterm"));

        (await skill.RunAsync("echo", "--message", "hi", "--no-keep-alive")).Expect(0);

        // The server is given seconds before it is killed, and this is milliseconds after its answer.
        Assert.NotEmpty(skill.LivingProcesses());
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "the call's own host and its server have ended");
    }

    [Fact]
    public async Task Thirty_two_executors_on_a_cold_skill_get_their_own_answers_from_one_server()
    {
        await using var skill = await skills.OpenFaultAsync();

        var runs = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => skill.RunAsync("echo", "--message", $"caller {i}")));

        Assert.Equal(Enumerable.Range(0, 32).Select(static i => $"caller {i}\n"), runs.Select(static run => run.Expect(0).Output));
        Assert.Single(skill.JournalLines("launch"));
        Assert.Single(skill.LivingProcesses(), id => ProcessTable.Describe(id).Contains(" serve ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cold_call_in_a_pipe_ends_with_its_answer()
    {
        await using var skill = await skills.OpenFaultAsync();

        // Ran.ProgramAsync reads both streams to their ends: a host that held one open would make this time out.
        var ran = await skill.ShellAsync("\"$SKILL\" echo --message hi | cat");

        Assert.Equal("hi\n", ran.Expect(0).Output);
        Assert.NotNull(await skill.StatusAsync());
    }

    [Fact]
    public async Task Arguments_over_many_lines_reach_a_server_that_reads_line_by_line()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = await skill.RunAsync("call", "echo", "{\n  \"message\":\n    \"two\\nlines\"\n}\n");

        Assert.Equal("two\nlines\n", ran.Expect(0).Output);
    }

    [Fact]
    public async Task A_changed_config_takes_effect_at_the_next_call()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["env"]!["COLOUR"] = "red");
        Assert.Equal("red\n", (await skill.RunAsync("env", "--name", "COLOUR")).Expect(0).Output);

        skill.Configure(static config => config["env"]!["COLOUR"] = "blue");

        Assert.Equal("blue\n", (await skill.RunAsync("env", "--name", "COLOUR")).Expect(0).Output);
        Assert.Equal(2, skill.JournalLines("launch").Count);
    }

    [Fact]
    public async Task A_changed_variable_takes_effect_at_the_next_call()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["env"]!["COLOUR"] = "${COLOUR}");
        skill.SetVariable("COLOUR", "red");
        Assert.Equal("red\n", (await skill.RunAsync("env", "--name", "COLOUR")).Expect(0).Output);

        skill.SetVariable("COLOUR", "blue");

        Assert.Equal("blue\n", (await skill.RunAsync("env", "--name", "COLOUR")).Expect(0).Output);
    }

    [Fact]
    public async Task A_host_killed_outright_takes_its_server_along_and_the_next_call_starts_anew()
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");
        await using var skill = await skills.OpenFaultAsync();
        (await skill.RunAsync("pid")).Expect(0);

        ProcessTable.Kill((int)(await skill.StatusAsync())!["hostPid"]!);

        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "the server has followed its host");
        (await skill.RunAsync("pid")).Expect(0);
        Assert.Equal(2, skill.JournalLines("launch").Count);
    }

    [Fact]
    public async Task The_state_files_name_the_host_the_server_and_the_last_call()
    {
        await using var skill = await skills.OpenFaultAsync();
        var server = (await skill.RunAsync("pid")).Expect(0).Output.Trim();

        var host = (int)(await skill.StatusAsync())!["hostPid"]!;

        var pids = await File.ReadAllLinesAsync(Path.Combine(skill.Folder, ".mcp.pid"), TestContext.Current.CancellationToken);
        Assert.Equal([host.ToString(System.Globalization.CultureInfo.InvariantCulture), server], pids);
        var lastActive = await File.ReadAllTextAsync(Path.Combine(skill.Folder, ".mcp.last_active"), TestContext.Current.CancellationToken);
        Assert.InRange(
            DateTimeOffset.Parse(lastActive, System.Globalization.CultureInfo.InvariantCulture),
            DateTimeOffset.UtcNow.AddMinutes(-5),
            DateTimeOffset.UtcNow.AddMinutes(1));
    }

    private static JsonObject KeepAlive(double timeout) =>
        new() { ["enabled"] = true, ["timeout"] = timeout, ["check_interval"] = 0.1 };
}
