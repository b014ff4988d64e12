using System.Globalization;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary><c>batch</c>, as an agent uses it: lines in, lines out.</summary>
public sealed class BatchTests(SkillLibrary skills)
{
    [Fact]
    public async Task Every_line_is_answered_once_by_its_id_and_one_bad_line_stops_nothing()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await BatchAsync(
            skill,
            """{"tool":"echo","arguments":{"message":"first"}}""",
            """{"id":"two","tool":"echo","arguments":{"message":"second"}}""",
            "",
            """{"id":4,"tool":"ecko"}""",
            """{"id":5,"tool":""",
            """{"id":6,"tool":"fail"}""",
            """{"id":7,"tool":"echo","arguments":{}}""",
            """{"id":8,"tool":"notes_add","arguments":{"note":"last"}}""")).Expect(1);

        var answers = BatchAnswer.All(ran.Output);
        Assert.Equal(["\"two\"", "1", "4", "5", "6", "7"], answers.Keys.Where(static id => id != "8").Order(StringComparer.Ordinal));
        Assert.Equal(("first", "second"), (answers["1"].Text, answers["\"two\""].Text));
        Assert.Equal((2, "There is no tool 'ecko' (line 4). Did you mean echo?"), (answers["4"].ExitCode, answers["4"].Error));
        Assert.Equal((2, "The line is not JSON: it ends too early (line 5, column 16)."), (answers["5"].ExitCode, answers["5"].Error));
        Assert.Equal((1, "it went wrong", null), (answers["6"].ExitCode, answers["6"].Error, answers["6"].Result));
        Assert.Equal(2, answers["7"].ExitCode);
        Assert.Contains("'message' is required", answers["7"].Error, StringComparison.Ordinal);
        Assert.Single(skill.JournalLines("launch"));
        Assert.Equal(4, skill.JournalLines("call").Count);
    }

    [Fact]
    public async Task Question_that_nobody_can_be_asked_is_declined_and_the_caller_is_told_once()
    {
        await using var skill = await skills.OpenFaultAsync();
        const string Question = """{"message":"Delete all?","requestedSchema":{"type":"object","properties":{"yes":{"type":"boolean","default":true}}}}""";
        var call = new JsonObject { ["tool"] = "ask", ["arguments"] = new JsonObject { ["method"] = "elicitation/create", ["params"] = Question } };
        var calls = Path.Combine(skill.Scratch, "calls.ndjson");
        await File.WriteAllTextAsync(calls, $"{call.ToJsonString()}\n{call.ToJsonString()}\n", TestContext.Current.CancellationToken);

        var ran = (await skill.RunAsync("batch", calls)).Expect(0);

        Assert.All(ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), static line => Assert.Contains("decline", line, StringComparison.Ordinal));
        Assert.Equal(
            "[warning mcp-skill-host] The server asks: Delete all? Nobody could be asked, so the request was declined: run the call in a terminal.\n", ran.Error);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("8", 8)]
    public async Task As_many_calls_run_at_once_as_was_asked_for_and_no_more(string parallel, int expected)
    {
        await using var skill = await skills.OpenFaultAsync();
        var release = Path.Combine(skill.Scratch, "release");
        var running = BatchAsync(skill, ["--parallel", parallel], Enumerable.Range(1, 12).Select(id => Until(id, release)));

        await Eventually.TrueAsync(() => skill.JournalLines("call").Count == expected, $"{expected} calls run");
        // One more call, on a connection of its own: when it is answered, nothing was still on its way.
        (await skill.RunAsync("echo", "--message", "x")).Expect(0);
        Assert.Equal(expected + 1, skill.JournalLines("call").Count);
        await File.WriteAllTextAsync(release, "", TestContext.Current.CancellationToken);

        Assert.Equal(12, BatchAnswer.All((await running).Expect(0).Output).Count);
    }

    [Fact]
    public async Task Without_a_number_calls_run_one_after_another()
    {
        await using var skill = await skills.OpenFaultAsync();
        var release = Path.Combine(skill.Scratch, "release");
        using var batch = skill.Start(null, "batch");
        await batch.StandardInput.WriteLineAsync(Until(1, release));
        await batch.StandardInput.WriteLineAsync("""{"id":2,"tool":"echo","arguments":{"message":"x"}}""");
        await batch.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => skill.JournalLines("call").Count == 1, "the first call runs");
        (await skill.RunAsync("echo", "--message", "y")).Expect(0);
        Assert.Equal(2, skill.JournalLines("call").Count);
        await File.WriteAllTextAsync(release, "", TestContext.Current.CancellationToken);
        batch.StandardInput.Close();

        Assert.Equal("1", BatchAnswer.Of((await batch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).Id);
        Assert.Equal("2", BatchAnswer.Of((await batch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).Id);
    }

    [Fact]
    public async Task With_stop_on_error_nothing_is_sent_after_a_failure()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = await BatchAsync(
            skill,
            ["--stop-on-error", "--text"],
            ["""{"id":"a","tool":"echo","arguments":{"message":"one"}}""", """{"id":"b","tool":"nothing"}""", """{"id":"c","tool":"echo","arguments":{"message":"three"}}"""]);

        Assert.Equal(1, ran.ExitCode);
        Assert.StartsWith("== \"a\"\none\n== \"b\" (exit code 2)\n", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("three", ran.Output, StringComparison.Ordinal);
        Assert.Contains("A call failed, so the calls after it were not sent.", ran.Error, StringComparison.Ordinal);
        Assert.Single(skill.JournalLines("call"));
    }

    [Fact]
    public async Task Answers_come_while_lines_are_still_to_come()
    {
        await using var skill = await skills.OpenFaultAsync();
        using var batch = skill.Start(null, "batch");
        foreach (var message in new[] { "one", "two", "three" })
        {
            await batch.StandardInput.WriteLineAsync($$$"""{"id":"{{{message}}}","tool":"echo","arguments":{"message":"{{{message}}}"}}""");
            await batch.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

            Assert.Equal(message, BatchAnswer.Of((await batch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).Text);
        }

        batch.StandardInput.Close();
        await batch.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, batch.ExitCode);
    }

    [Fact]
    public async Task Batch_of_any_length_takes_bounded_memory()
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");
        const long Limit = 64 * 1024;
        await using var skill = await skills.OpenFaultAsync();
        var count = Scale.Of(5_000, 100_000);
        using var batch = skill.Start(null, "batch", "--parallel", "64");
        var filler = new string('x', 1000);
        var writing = WriteAsync(batch.StandardInput, $$$"""{"tool":"echo","arguments":{"message":"{{{filler}}}"}}""", count);
        var answered = new HashSet<string>();
        while (answered.Count < count)
        {
            var answer = BatchAnswer.Of((await batch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!);
            Assert.Equal(0, answer.ExitCode);
            answered.Add(answer.Id);
        }

        var peak = File.ReadLines($"/proc/{batch.Id}/status").Single(static line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        Assert.InRange(long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture), 1, Limit);
        await writing;
        batch.StandardInput.Close();
        await batch.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, batch.ExitCode);
    }

    [Fact]
    public async Task Large_arguments_and_results_pass_beside_small_ones()
    {
        await using var skill = await skills.OpenFaultAsync();
        var large = new string('y', 3_000_000);

        var ran = await BatchAsync(
            skill,
            $$$"""{"id":1,"tool":"echo","arguments":{"message":"{{{large}}}"}}""",
            """{"id":2,"tool":"echo","arguments":{"message":"small"}}""",
            """{"id":3,"tool":"big","arguments":{"bytes":5000000}}""");

        var answers = BatchAnswer.All(ran.Expect(0).Output);
        Assert.Equal((large, "small", 5_000_000), (answers["1"].Text, answers["2"].Text, answers["3"].Text!.Length));
    }

    [Theory]
    [InlineData("--parallel is '0'; expected a number from 1 to 64.", "--parallel", "0")]
    [InlineData("--parallel is 'many'; expected a number from 1 to 64.", "--parallel", "many")]
    [InlineData("--paralel is not a flag of 'batch'. Did you mean --parallel?", "--paralel", "3")]
    [InlineData("--output and --max-bytes are not for batch", "--output", "file")]
    [InlineData("batch takes one file, or - for standard input; found 'a' and 'b'.", "a", "b")]
    [InlineData("Name a file with a call on each line, or - for standard input.", "nowhere.ndjson")]
    public async Task Wrong_usage_is_told_before_anything_starts(string problem, params string[] arguments)
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.RunAsync(["batch", .. arguments])).Expect(2);

        Assert.Contains(problem, ran.Error, StringComparison.Ordinal);
        Assert.Empty(ran.Output);
        Assert.False(Directory.Exists(skill.RuntimeFolder));
    }

    [Fact]
    public async Task Help_tells_what_goes_in_and_what_comes_out()
    {
        await using var skill = await skills.OpenFaultAsync();

        var help = (await skill.RunAsync("batch", "--help")).Expect(0).Output;

        Assert.Equal(help, (await skill.RunAsync("help", "batch")).Expect(0).Output);
        Assert.Contains("""{"id": 1, "exitCode": 0, "result": {...}}""", help, StringComparison.Ordinal);
        Assert.Contains("--parallel N", help, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(StreamWriter input, string line, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await input.WriteLineAsync(line);
        }

        await input.FlushAsync(TestContext.Current.CancellationToken);
    }

    internal static string Until(int id, string file) => $$$"""{"id":{{{id}}},"tool":"until","arguments":{"path":"{{{file}}}"}}""";

    internal static Task<Ran> BatchAsync(SkillSandbox skill, params string[] lines) => BatchAsync(skill, [], lines);

    internal static async Task<Ran> BatchAsync(SkillSandbox skill, string[] flags, IEnumerable<string> lines)
    {
        var file = Path.Combine(skill.Scratch, $"{Guid.NewGuid():n}.ndjson");
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        return await skill.RunAsync(["batch", file, .. flags]);
    }
}
