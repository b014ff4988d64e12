using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>Bad input ends with the right exit code and a sentence that says what to do, on standard error.</summary>
public sealed class BadInputTests(SkillLibrary skills)
{
    [Fact]
    public async Task Unknown_tool()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.RunAsync("ehco", "--message", "hi")).Expect(2);

        Assert.Equal("", ran.Output);
        Assert.Contains("There is no command or tool 'ehco'. Did you mean echo?", ran.Error, StringComparison.Ordinal);
        Assert.Empty(skill.JournalLines("launch"));
    }

    [Fact]
    public async Task Every_wrong_flag_is_told_at_once_before_anything_starts()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.RunAsync("add", "--a", "two", "--c", "3")).Expect(2);

        Assert.Contains("--a is 'two'; expected a number.", ran.Error, StringComparison.Ordinal);
        Assert.Contains("--b is missing; expected a number", ran.Error, StringComparison.Ordinal);
        Assert.Contains("--c is not a flag of 'add'.", ran.Error, StringComparison.Ordinal);
        Assert.Empty(skill.JournalLines("launch"));
    }

    [Theory]
    [InlineData("call", "echo", "{", "not one JSON object")]
    [InlineData("call", "echo", "[]", "not one JSON object")]
    [InlineData("call", "echo", "@no-such-file", "'no-such-file' cannot be read")]
    public async Task Raw_arguments_that_are_no_object(string command, string tool, string arguments, string message)
    {
        await using var skill = await skills.OpenFaultAsync();
        Assert.Contains(message, (await skill.RunAsync(command, tool, arguments)).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_that_is_not_JSON_is_told_with_line_and_column()
    {
        await using var skill = await skills.OpenFaultAsync();
        var config = Path.Combine(skill.Folder, "mcp-config.json");
        await File.WriteAllTextAsync(config, "{\n  \"command\": oops\n}", TestContext.Current.CancellationToken);

        var ran = (await skill.RunAsync("echo", "--message", "hi")).Expect(3);

        Assert.Contains($"{config}:2:14: error: not JSON", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_of_the_wrong_types_is_told_with_every_place()
    {
        await using var skill = await skills.OpenFaultAsync();
        var config = Path.Combine(skill.Folder, "mcp-config.json");
        await File.WriteAllTextAsync(config, "{\n  \"command\": 5,\n  \"args\": \"x\"\n}", TestContext.Current.CancellationToken);

        var ran = (await skill.RunAsync("echo", "--message", "hi")).Expect(3);

        Assert.Contains($"{config}:2:14: error: \"command\" is a number; expected a string.", ran.Error, StringComparison.Ordinal);
        Assert.Contains($"{config}:3:11: error: \"args\" is a string; expected an array of strings.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_command()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["command"] = "no-such-command-anywhere");

        var ran = (await skill.RunAsync("echo", "--message", "hi")).Expect(3);

        Assert.Contains("no-such-command-anywhere", ran.Error, StringComparison.Ordinal);
        Assert.Contains("PATH", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_environment_variable()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["env"]!["TOKEN"] = "${NO_SUCH_VARIABLE}");

        var ran = (await skill.RunAsync("echo", "--message", "hi")).Expect(3);

        Assert.Contains("\"env.TOKEN\" needs the environment variable NO_SUCH_VARIABLE, which is not set.", ran.Error, StringComparison.Ordinal);
        Assert.Contains(".env", ran.Error, StringComparison.Ordinal);
        Assert.Empty(skill.JournalLines("launch"));
    }

    [Fact]
    public async Task Server_that_exits_at_once_is_quoted()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["args"] = new JsonArray("exit-at-once"));

        var ran = (await skill.RunAsync("echo", "--message", "hi")).Expect(4);

        Assert.Contains("exit code 1", ran.Error, StringComparison.Ordinal);
        Assert.Contains("the licence file is missing", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_never_answers_is_given_up_after_the_callers_time()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["args"] = new JsonArray("never-answers"));

        var ran = (await skill.RunAsync("echo", "--message", "hi", "--timeout", "0.5")).Expect(5);

        Assert.Contains("0.5", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_tool_is_cancelled_at_the_callers_time()
    {
        await using var skill = await skills.OpenFaultAsync();

        // The caller's limit covers the server's start, which is not what is tested here.
        (await skill.RunAsync("echo", "--message", "ready")).Expect(0);
        (await skill.RunAsync("sleep", "--seconds", "60", "--timeout", "2")).Expect(5);

        await Eventually.TrueAsync(() => skill.JournalLines("cancelled").Count == 1, "the server was told to cancel");
        (await skill.RunAsync("echo", "--message", "still here")).Expect(0);
        Assert.Single(skill.JournalLines("launch"));
    }

    [Fact]
    public async Task Tool_that_fails_exits_1_with_its_words_on_standard_error()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.RunAsync("fail")).Expect(1);

        Assert.Equal("", ran.Output);
        Assert.NotEqual("", ran.Error);
    }

    [Fact]
    public async Task Tool_that_crashes_its_server_runs_once_and_exits_6()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.RunAsync("crash")).Expect(6);

        Assert.Equal(["call crash"], skill.JournalLines("call"));
        Assert.Contains("may or may not have run", ran.Error, StringComparison.Ordinal);
        (await skill.RunAsync("echo", "--message", "again")).Expect(0);
        Assert.Equal(2, skill.JournalLines("launch").Count);
    }
}
