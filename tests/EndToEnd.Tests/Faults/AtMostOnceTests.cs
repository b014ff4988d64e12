using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>The host ends itself with SIGKILL at a chosen moment of its first call; the next host lives.</summary>
public sealed class AtMostOnceTests(SkillLibrary skills)
{
    [Theory]
    [InlineData("after-lock", 0, 1)]
    [InlineData("after-bind", 0, 1)]
    [InlineData("before-accepted", 0, 1)]
    [InlineData("after-accepted", 6, 0)]
    [InlineData("mid-result", 6, 1)]
    public async Task Call_whose_host_is_killed_runs_at_most_once(string point, int exitCode, int effects)
    {
        await using var skill = await skills.OpenFaultAsync();
        var fault = Arm(skill, point);

        var ran = (await skill.RunAsync("mark", "--name", "first")).Expect(exitCode);

        Assert.False(File.Exists(fault));
        Assert.Equal(effects, skill.JournalLines("mark").Count);
        Assert.Equal(exitCode == 6, ran.Error.Contains("may or may not have run", StringComparison.Ordinal));
        (await skill.RunAsync("mark", "--name", "second")).Expect(0);
        Assert.Equal(effects + 1, skill.JournalLines("mark").Count);
        Assert.Empty(skill.JournalLines("overlap"));
    }

    [Theory]
    [InlineData("after-lock", 1)]
    [InlineData("before-accepted", 1)]
    [InlineData("after-accepted", 1)]
    [InlineData("mid-result", 2)]
    public async Task Call_that_is_safe_to_repeat_is_repeated_and_answered(string point, int runs)
    {
        await using var skill = await skills.OpenFaultAsync();
        var fault = Arm(skill, point);

        Assert.Equal("looked\n", (await skill.RunAsync("look")).Expect(0).Output);

        Assert.False(File.Exists(fault));
        Assert.Equal(runs, skill.JournalLines("call").Count);
        Assert.Empty(skill.JournalLines("overlap"));
    }

    [Theory]
    [InlineData("before-accepted", 4, 0)]
    [InlineData("after-accepted", 6, 0)]
    [InlineData("mid-result", 6, 1)]
    public async Task Call_whose_own_host_is_killed_is_not_repeated_either(string point, int exitCode, int effects)
    {
        await using var skill = await skills.OpenFaultAsync();
        Arm(skill, point);

        var ran = (await skill.RunAsync("mark", "--name", "alone", "--no-keep-alive")).Expect(exitCode);

        Assert.Contains(exitCode == 4 ? "did not run" : "may or may not have run", ran.Error, StringComparison.Ordinal);
        Assert.Equal(effects, skill.JournalLines("mark").Count);
    }

    private static string Arm(SkillSandbox skill, string point)
    {
        var file = Path.Combine(skill.Scratch, "fault");
        File.WriteAllText(file, "");
        skill.SetVariable("MCP_SKILL_FAULT", $"{point}:{file}");
        return file;
    }
}
