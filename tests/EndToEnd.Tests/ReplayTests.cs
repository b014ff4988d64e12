using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary><c>record</c> and <c>mcpgen replay</c>: answers of a server without the server.</summary>
public sealed class ReplayTests(SkillLibrary skills)
{
    [Fact]
    public async Task A_replayed_server_gives_the_answers_that_were_recorded_and_no_others()
    {
        await using var skill = await skills.OpenFaultAsync();
        var file = Path.Combine(skill.Scratch, "calls.ndjson");
        Assert.Equal("hi\n", (await skill.RunAsync("record", file, "--", "echo", "--message", "hi")).Expect(0).Output);
        var failed = (await skill.RunAsync("record", file, "--", "fail")).Expect(1).Error;

        skill.Configure(config =>
        {
            config["command"] = Built.Mcpgen;
            config["args"] = new JsonArray("replay", file);
        });

        Assert.Equal("hi\n", (await skill.RunAsync("echo", "--message", "hi")).Expect(0).Output);
        Assert.Equal(failed, (await skill.RunAsync("fail")).Expect(1).Error);
        Assert.Contains(
            "The recording has answers of 'echo' to other arguments only: {\"message\":\"hi\"}. Record this call, or replay with --lenient.",
            (await skill.RunAsync("echo", "--message", "ho")).Expect(1).Error,
            StringComparison.Ordinal);
        Assert.Contains("no further answer of 'echo' to these arguments", (await skill.RunAsync("echo", "--message", "hi")).Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_lenient_the_last_answer_is_given_again()
    {
        await using var skill = await skills.OpenFaultAsync();
        var file = Path.Combine(skill.Scratch, "calls.ndjson");
        skill.SetVariable("MCP_SKILL_RECORD", file);
        (await skill.RunAsync("echo", "--message", "one")).Expect(0);
        (await skill.RunAsync("echo", "--message", "two")).Expect(0);
        skill.SetVariable("MCP_SKILL_RECORD", null);
        Assert.Equal(2, skill.JournalLines("launch").Count);

        skill.Configure(config =>
        {
            config["command"] = Built.Mcpgen;
            config["args"] = new JsonArray("replay", file, "--lenient");
        });

        Assert.Equal("one\n", (await skill.RunAsync("echo", "--message", "one")).Expect(0).Output);
        Assert.Equal("one\n", (await skill.RunAsync("echo", "--message", "one")).Expect(0).Output);
        Assert.Equal("two\n", (await skill.RunAsync("echo", "--message", "three")).Expect(0).Output);
    }

    [Fact]
    public async Task The_configs_secrets_are_not_in_a_recording_and_what_was_redacted_matches_any_text()
    {
        await using var skill = await skills.OpenFaultAsync(config => config["env"]!["SOME_VALUE"] = "${SOME_VALUE}");
        var file = Path.Combine(skill.Scratch, "calls.ndjson");
        skill.SetVariable("SOME_VALUE", "Tr0ub4dor-and-3");

        (await skill.RunAsync("record", file, "--", "echo", "--message", "say Tr0ub4dor-and-3")).Expect(0);

        var recorded = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Tr0ub4dor", recorded, StringComparison.Ordinal);
        skill.Configure(config =>
        {
            config["command"] = Built.Mcpgen;
            config["args"] = new JsonArray("replay", file);
        });
        Assert.Equal("say ***\n", (await skill.RunAsync("echo", "--message", "say anything")).Expect(0).Output);
    }

    [Fact]
    public async Task A_file_that_is_no_recording_is_refused_with_its_line()
    {
        await using var skill = await skills.OpenFaultAsync();
        var file = Path.Combine(skill.Scratch, "calls.ndjson");
        await File.WriteAllTextAsync(file, "{\"catalog\":{}}\n{\"method\":1}\n", TestContext.Current.CancellationToken);

        Assert.Contains("in line 2, it has neither", (await skill.McpgenAsync("replay", file)).Expect(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_recorded_as_it_is()
    {
        await using var skill = await skills.OpenSampleAsync();
        var file = Path.Combine(skill.Scratch, "calls.ndjson");
        (await skill.RunAsync("record", file, "--", "draw-notes")).Expect(0);

        skill.Configure(config =>
        {
            config["command"] = Built.Mcpgen;
            config["args"] = new JsonArray("replay", file);
        });

        var image = Path.Combine(skill.Scratch, "image.png");
        (await skill.RunAsync("draw-notes", "--output", image)).Expect(0);
        Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString((await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken))[1..4]));
    }

    [Fact]
    public async Task An_answer_to_the_same_words_comes_before_one_to_redacted_ones()
    {
        await using var skill = await skills.OpenFaultAsync();
        var file = Path.Combine(skill.Scratch, "calls.ndjson");
        (await skill.RunAsync("record", file, "--", "echo", "--message", "a *** b")).Expect(0);
        (await skill.RunAsync("record", file, "--", "echo", "--message", "a plain b")).Expect(0);

        skill.Configure(config =>
        {
            config["command"] = Built.Mcpgen;
            config["args"] = new JsonArray("replay", file);
        });

        Assert.Equal("a plain b\n", (await skill.RunAsync("echo", "--message", "a plain b")).Expect(0).Output);
        Assert.Equal("a *** b\n", (await skill.RunAsync("echo", "--message", "a secret b")).Expect(0).Output);
        Assert.Contains("Record this call", (await skill.RunAsync("echo", "--message", "else")).Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_said_before_the_call()
    {
        await using var skill = await skills.OpenFaultAsync();
        var file = Path.Combine(skill.Scratch, "calls.ndjson");
        await File.WriteAllTextAsync(file, "garbage\n", TestContext.Current.CancellationToken);

        Assert.Contains("it is no recording", (await skill.RunAsync("record", file, "--", "echo", "--message", "hi")).Expect(3).Error, StringComparison.Ordinal);
        Assert.Contains("--timeout belongs to the command", (await skill.RunAsync("record", file, "--timeout", "1", "--", "look")).Expect(2).Error, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains("it cannot be written", (await skill.RunAsync("record", "/dev/full", "--", "echo", "--message", "hi")).Expect(3).Error, StringComparison.Ordinal);
        }

        Assert.Empty(skill.JournalLines("call"));
    }
}
