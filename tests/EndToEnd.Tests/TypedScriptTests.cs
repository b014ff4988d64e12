using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>The typed client in a program of one file, as an agent writes it.</summary>
public sealed class TypedScriptTests(SkillLibrary skills)
{
    [Fact]
    public async Task The_example_script_chains_calls_and_shares_the_executors_server()
    {
        await using var skill = await skills.OpenSampleAsync();
        (await skill.RunAsync("list")).Expect(0);
        var example = await File.ReadAllTextAsync(Repository.PathOf("docs/examples/notes-by-tag.cs"), TestContext.Current.CancellationToken);
        var script = Path.Combine(skill.Scratch, "notes-by-tag.cs");
        await File.WriteAllTextAsync(
            script, example.Replace("../../skills/notes-sample", skill.Folder, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var ran = (await skill.ProgramAsync("dotnet", "run", script)).Expect(0);

        Assert.Equal("shop: 2\nhome: 1\n", ran.Output);
        Assert.Contains("Water the plants", (await skill.RunAsync("list-notes")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(1, (int)(await skill.StatusAsync())!["serverLaunches"]!);
    }

    [Fact]
    public async Task A_printed_script_of_three_tools_runs_as_it_is()
    {
        await using var skill = await skills.OpenSampleAsync();

        var ran = await RunPrintedAsync(skill, skill.Executor, "script", "add-note", "list_notes", "draw-notes");

        Assert.Equal("Added note 1: hello\nTotal: 1\nNotes: 1\n\n", ran.Expect(0).Output);
    }

    [Fact]
    public async Task A_printed_script_of_two_skills_passes_the_result_of_one_to_the_other()
    {
        await using var notes = await skills.OpenSampleAsync();
        await using var everything = await skills.OpenEverythingAsync();
        everything.ShareRuntimeDirectoryOf(notes);
        (await notes.RunAsync("list")).Expect(0);
        (await everything.RunAsync("list")).Expect(0);

        var ran = await RunPrintedAsync(notes, Built.Mcpgen, "script", $"{notes.Folder}:add-note", $"{everything.Folder}:echo", $"{everything.Folder}:get-sum");

        Assert.Equal("Added note 1: hello\nEcho: Added note 1: hello\nThe sum of 1 and 1 is 2.\n", ran.Expect(0).Output);
    }

    [Fact]
    public async Task A_script_whose_call_gets_no_result_ends_with_the_exit_code_and_the_reason()
    {
        await using var skill = await skills.OpenSampleAsync();
        skill.Configure(static config => config["command"] = "no-such-program");

        var ran = await RunPrintedAsync(skill, skill.Executor, "script", "list-notes");

        Assert.Contains("no-such-program", ran.Expect(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_for_a_folder_without_a_skill_is_told_where_it_was_looked_for()
    {
        await using var skill = await skills.OpenSampleAsync();
        var printed = await Ran.ProgramAsync(skill.Executor, ["script", "list-notes"], skill.Scratch, skill.Variables);
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(skill.Scratch, "deeper")).FullName, "calls.cs");
        await File.WriteAllTextAsync(script, printed.Expect(0).Output, TestContext.Current.CancellationToken);

        var ran = (await skill.ProgramAsync("dotnet", "run", script)).Expect(1);

        Assert.Contains($"There is no skill in '{Path.Combine(skill.Scratch, Path.GetFileName(skill.Folder))}'", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    private static async Task<Ran> RunPrintedAsync(SkillSandbox skill, string program, params string[] words)
    {
        var printed = (await Ran.ProgramAsync(program, words, skill.Scratch, skill.Variables)).Expect(0);
        var script = Path.Combine(skill.Scratch, "calls.cs");
        await File.WriteAllTextAsync(script, printed.Output, TestContext.Current.CancellationToken);
        return await skill.ProgramAsync("dotnet", "run", script);
    }
}
