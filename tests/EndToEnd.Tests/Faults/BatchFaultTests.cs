using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>A batch whose host, server or caller goes: every call by itself runs at most once, and every line is answered.</summary>
public sealed class BatchFaultTests(SkillLibrary skills)
{
    private const int Calls = 24;
    private const int Parallel = 8;

    [Theory]
    [InlineData("after-lock", false)]
    [InlineData("before-accepted", false)]
    [InlineData("after-accepted", false)]
    [InlineData("mid-result", false)]
    [InlineData("before-accepted", true)]
    [InlineData("after-accepted", true)]
    public async Task Batch_whose_host_is_killed_goes_on_with_the_next_and_runs_no_call_twice(string point, bool isAlone)
    {
        await using var skill = await skills.OpenFaultAsync();
        var fault = Path.Combine(skill.Scratch, "fault");
        await File.WriteAllTextAsync(fault, "", TestContext.Current.CancellationToken);
        skill.SetVariable("MCP_SKILL_FAULT", $"{point}:{fault}");
        string[] flags = isAlone ? ["--no-keep-alive"] : [];

        var ran = await BatchTests.BatchAsync(skill, [.. flags, "--parallel", $"{Parallel}"], Enumerable.Range(1, Calls).Select(Mark));

        Assert.False(File.Exists(fault));
        var answers = BatchAnswer.All(ran.Output);
        Assert.Equal(Calls, answers.Count);
        var lost = answers.Values.Where(static answer => answer.ExitCode == 6).ToArray();
        Assert.Equal(ran.ExitCode, lost.Length > 0 ? 1 : 0);
        Assert.InRange(lost.Length, point.StartsWith("after-acc", StringComparison.Ordinal) || point == "mid-result" ? 1 : 0, point == "after-lock" ? 0 : MostUnderWay(Parallel));
        Assert.All(lost, static answer => Assert.Contains("may or may not have run", answer.Error, StringComparison.Ordinal));
        Assert.All(answers.Values.Except(lost), static answer => Assert.Equal(0, answer.ExitCode));
        var marks = skill.JournalLines("mark").CountBy(static line => line.Split(' ')[1]).ToDictionary();
        Assert.All(answers.Values, answer => Assert.InRange(marks.GetValueOrDefault("m" + answer.Id), answer.ExitCode == 0 ? 1 : 0, 1));
        Assert.Empty(skill.JournalLines("overlap"));
    }

    [Theory]
    [InlineData("before-accepted")]
    [InlineData("after-accepted")]
    [InlineData("mid-result")]
    public async Task One_after_another_calls_keep_their_order_when_the_host_is_killed_that_had_them(string point)
    {
        await using var skill = await skills.OpenFaultAsync();
        var fault = Path.Combine(skill.Scratch, "fault");
        skill.SetVariable("MCP_SKILL_FAULT", $"{point}:{fault}");
        using var batch = skill.Start(null, "batch", "--parallel", "1");
        await batch.StandardInput.WriteAsync(Lines(1, Calls / 2));
        await batch.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var output = "";
        for (var answered = 0; answered < Calls / 2; answered++)
        {
            output += await batch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) + "\n";
        }

        await File.WriteAllTextAsync(fault, "", TestContext.Current.CancellationToken);
        await batch.StandardInput.WriteAsync(Lines((Calls / 2) + 1, Calls / 2));
        batch.StandardInput.Close();
        var answers = BatchAnswer.All(output + await batch.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));

        Assert.False(File.Exists(fault));
        Assert.Equal(Calls, answers.Count);
        var (fewest, most) = point switch { "before-accepted" => (0, 0), "after-accepted" => (1, 1), _ => (1, MostUnderWay(1)) };
        Assert.InRange(answers.Values.Count(static answer => answer.ExitCode == 6), fewest, most);

        // Each call once and in its turn: all that succeeded, and of those whose outcome is unknown whichever had begun.
        var marks = skill.JournalLines("mark").Select(static line => line.Split(' ')[1]).ToArray();
        Assert.Equal(
            Enumerable.Range(1, Calls).Where(id => answers[$"{id}"].ExitCode == 0 || (point == "mid-result" && marks.Contains($"m{id}"))).Select(static id => $"m{id}"),
            marks);
    }

    [Fact]
    public async Task Calls_that_a_leaving_host_refuses_wait_for_the_one_that_it_still_ends()
    {
        await using var skill = await skills.OpenFaultAsync();
        var release = Path.Combine(skill.Scratch, "release");
        var running = BatchTests.BatchAsync(skill, ["--parallel", "1"], [BatchTests.Until(1, release), .. Enumerable.Range(2, Calls).Select(Echo)]);
        await Eventually.TrueAsync(() => skill.JournalLines("call").Count == 1, "the first call runs");

        (await skill.RunAsync("stop")).Expect(0);
        (await skill.RunAsync("echo", "--message", "another host's")).Expect(0);
        Assert.Equal(2, skill.JournalLines("call").Count);
        await File.WriteAllTextAsync(release, "", TestContext.Current.CancellationToken);

        Assert.Equal(Calls + 1, BatchAnswer.All((await running).Expect(0).Output).Count);
        Assert.Equal(Calls + 2, skill.JournalLines("call").Count);
    }

    [Fact]
    public async Task Call_that_was_under_way_while_hundreds_passed_by_is_not_run_again_when_the_host_is_killed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        await using var skill = await skills.OpenFaultAsync();
        using var batch = skill.Start(null, "batch", "--parallel", "2");
        await batch.StandardInput.WriteLineAsync(BatchTests.Until(1, Path.Combine(skill.Scratch, "never")));
        for (var id = 2; id <= 300; id++)
        {
            await batch.StandardInput.WriteLineAsync(Echo(id));
        }

        await batch.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        for (var id = 2; id <= 300; id++)
        {
            Assert.NotNull(await batch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        }

        ProcessTable.Kill(Assert.Single(skill.Hosts()));
        batch.StandardInput.Close();
        var answers = BatchAnswer.All(await batch.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));

        Assert.Equal(6, Assert.Single(answers).Value.ExitCode);
        Assert.Equal(300, skill.JournalLines("call").Count);
    }

    [Fact]
    public async Task Server_that_dies_fails_the_calls_it_had_and_serves_those_that_follow()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = await BatchTests.BatchAsync(
            skill, ["--parallel", "1"], [Echo(1), """{"id":2,"tool":"crash"}""", Echo(3), Echo(4)]);

        var answers = BatchAnswer.All(ran.Expect(1).Output);
        Assert.Equal([0, 6, 0, 0], new[] { "1", "2", "3", "4" }.Select(id => answers[id].ExitCode));
        Assert.Contains("redo from start", answers["2"].Error, StringComparison.Ordinal);
        Assert.Equal(2, skill.JournalLines("launch").Count);
    }

    [Fact]
    public async Task Time_limit_is_each_calls_own()
    {
        await using var skill = await skills.OpenFaultAsync();
        (await skill.RunAsync("echo", "--message", "warm")).Expect(0);

        var ran = await BatchTests.BatchAsync(skill, ["--timeout", "3"], [Echo(1), """{"id":2,"tool":"sleep","arguments":{"seconds":1000}}""", Echo(3)]);

        var answers = BatchAnswer.All(ran.Expect(1).Output);
        Assert.Equal([0, 5, 0], new[] { "1", "2", "3" }.Select(id => answers[id].ExitCode));
        await Eventually.TrueAsync(() => skill.JournalLines("stopped").Count == 1, "the server stopped the call");
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public async Task Batch_that_is_ended_has_all_its_calls_cancelled_and_the_host_lives_on(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        await using var skill = await skills.OpenFaultAsync();
        var server = (await skill.RunAsync("pid")).Expect(0).Output;
        var file = Path.Combine(skill.Scratch, "calls");
        await File.WriteAllLinesAsync(
            file, Enumerable.Range(1, Parallel).Select(id => BatchTests.Until(id, Path.Combine(skill.Scratch, "never"))), TestContext.Current.CancellationToken);
        using var batch = skill.Start(null, "batch", "--parallel", $"{Parallel}", file);
        await Eventually.TrueAsync(() => skill.JournalLines("call").Count == Parallel + 1, "all calls have reached the server");

        ProcessTable.Signal(batch.Id, signal);

        await batch.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, batch.ExitCode);
        await Eventually.TrueAsync(() => skill.JournalLines("stopped").Count == Parallel, "the server stopped every call");
        Assert.Equal(server, (await skill.RunAsync("pid")).Expect(0).Output);
    }

    [Fact]
    public async Task Batch_whose_reader_has_gone_ends_and_cancels_the_rest()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell");
        await using var skill = await skills.OpenFaultAsync();

        // Whoever writes the input would never stop by itself.
        var ran = (await skill.ShellAsync("""yes '{"tool":"echo","arguments":{"message":"x"}}' | "$SKILL" batch | head -3""")).Expect(0);

        Assert.Equal(3, BatchAnswer.All(ran.Output).Count);
        await Eventually.TrueAsync(() => skill.StatusAsync().Result is { } status && (int)status["callsInFlight"]! == 0, "nothing of it runs");
    }

    [Fact]
    public async Task Without_keep_alive_or_without_sockets_one_server_of_its_own_serves_the_whole_batch()
    {
        await using var skill = await skills.OpenFaultAsync();
        var lines = Enumerable.Range(1, Calls).Select(Echo).ToArray();

        Assert.Equal(Calls, BatchAnswer.All((await BatchTests.BatchAsync(skill, ["--no-keep-alive"], lines)).Expect(0).Output).Count);
        await File.WriteAllTextAsync(skill.RuntimeFolder, "", TestContext.Current.CancellationToken);
        var ran = (await BatchTests.BatchAsync(skill, [], lines)).Expect(0);
        File.Delete(skill.RuntimeFolder);

        Assert.Equal(Calls, BatchAnswer.All(ran.Output).Count);
        Assert.Contains("The server was started for this batch only.", Assert.Single(ran.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(2, skill.JournalLines("launch").Count);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    public async Task Where_nothing_can_start_every_line_is_told_why(bool isConfigWrong, int exitCode)
    {
        await using var skill = await skills.OpenFaultAsync(config => config["command"] = isConfigWrong ? "${NOT_SET_ANYWHERE}" : "false");

        var answers = BatchAnswer.All((await BatchTests.BatchAsync(skill, ["--no-keep-alive"], Enumerable.Range(1, 5).Select(Echo))).Expect(1).Output);

        Assert.Equal(5, answers.Count);
        Assert.All(answers.Values, answer => Assert.Equal(exitCode, answer.ExitCode));
        Assert.True(!isConfigWrong || answers.Values.All(static answer => answer.Error!.Contains("NOT_SET_ANYWHERE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_config_that_changes_during_a_batch_costs_no_call()
    {
        await using var skill = await skills.OpenFaultAsync();
        using var batch = skill.Start(null, "batch");
        await SayAsync(batch, Echo(1));

        skill.Configure(static config => config["timeout"] = 50);
        (await skill.RunAsync("echo", "--message", "on the fresh host")).Expect(0);
        await SayAsync(batch, Echo(2));

        batch.StandardInput.Close();
        await batch.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, batch.ExitCode);
    }

    private static async Task SayAsync(System.Diagnostics.Process batch, string line)
    {
        await batch.StandardInput.WriteLineAsync(line);
        await batch.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, BatchAnswer.Of((await batch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).ExitCode);
    }

    private static string Lines(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(static id => Mark(id) + "\n"));

    // Those that run, and those whose answers are on their way back: a call begins when the one before it has ended, not when that is told.
    private static int MostUnderWay(int parallel) => 2 * parallel;

    private static string Mark(int id) => $$$"""{"id":{{{id}}},"tool":"mark","arguments":{"name":"m{{{id}}}"}}""";

    private static string Echo(int id) => $$$"""{"id":{{{id}}},"tool":"echo","arguments":{"message":"e{{{id}}}"}}""";
}
