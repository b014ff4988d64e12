using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>Something that the launch depends on changes while a call is running.</summary>
public sealed class StaleTests(SkillLibrary skills)
{
    [Theory]
    [InlineData("config")]
    [InlineData("variable")]
    [InlineData("secrets file")]
    [InlineData("executor")]
    [InlineData("host")]
    public async Task The_next_call_gets_the_new_one_and_a_running_call_finishes_on_the_old_one(string changed)
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["env"]!["COLOUR"] = "${COLOUR:-red}");
        var old = (await skill.RunAsync("pid")).Expect(0).Output;
        var release = Path.Combine(skill.Scratch, "release");
        var running = skill.RunAsync("until", "--path", release);
        await Eventually.TrueAsync(() => skill.JournalLines("call").Contains("call until"), "the call has reached the server");

        Change(skill, changed);

        Assert.NotEqual(old, (await skill.RunAsync("pid")).Expect(0).Output);
        Assert.False(running.IsCompleted);
        await File.WriteAllTextAsync(release, "", TestContext.Current.CancellationToken);
        Assert.Equal("it is there\n", (await running).Expect(0).Output);
        Assert.Equal(["call pid", "call until", "call pid"], skill.JournalLines("call"));
        Assert.Equal(2, skill.JournalLines("launch").Count);
        await Eventually.TrueAsync(() => skill.Hosts().Count == 1, "the old host has left");
    }

    [Fact]
    public async Task With_nothing_in_flight_the_old_server_is_gone_before_the_new_one_starts()
    {
        await using var skill = await skills.OpenFaultAsync();
        (await skill.RunAsync("pid")).Expect(0);

        Change(skill, "config");
        (await skill.RunAsync("pid")).Expect(0);

        Assert.Equal(2, skill.JournalLines("launch").Count);
        Assert.Empty(skill.JournalLines("overlap"));
    }

    private static void Change(SkillSandbox skill, string what)
    {
        switch (what)
        {
            case "config":
                skill.Configure(static config => config["timeout"] = 61);
                break;
            case "variable":
                skill.SetVariable("COLOUR", "blue");
                break;
            case "secrets file":
                File.WriteAllText(Path.Combine(skill.Folder, ".env"), "COLOUR=blue\n");
                break;
            case "executor":
                GetAnother(skill, "executors", 0);
                break;
            default:
                GetAnother(skill, "hosts", 1);
                break;
        }
    }

    // The place of a program in the store says what it is: another one lies elsewhere, and the launcher's note names it.
    private static void GetAnother(SkillSandbox skill, string kind, int line)
    {
        var programs = skill.Programs.ToArray();
        var other = Path.Combine(skill.Scratch, kind);
        Directory.CreateDirectory(other);
        programs[line] = Path.Combine(other, Path.GetFileName(programs[line]));
        File.Copy(skill.Programs[line], programs[line]);
        File.WriteAllText(skill.NoteFile, string.Concat(programs.Select(static program => program + "\n")));
    }
}
