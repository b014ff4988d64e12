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
    public async Task The_configs_secrets_are_not_in_a_recording_and_what_was_redacted_matches_anything()
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
        Assert.Equal("say ***\n", (await skill.RunAsync("echo", "--message", "anything")).Expect(0).Output);
    }

    [Fact]
    public async Task A_file_that_is_no_recording_is_refused_with_its_line()
    {
        await using var skill = await skills.OpenFaultAsync();
        var file = Path.Combine(skill.Scratch, "calls.ndjson");
        await File.WriteAllTextAsync(file, "{\"catalog\":{}}\n{\"method\":1}\n", TestContext.Current.CancellationToken);

        Assert.Contains("in line 2, it has neither", (await skill.McpgenAsync("replay", file)).Expect(3).Error, StringComparison.Ordinal);
    }
}
