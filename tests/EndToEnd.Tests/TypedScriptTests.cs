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
            script,
            example.Replace("VERSION", skill.OfferPackage(), StringComparison.Ordinal).Replace("../../skills/notes-sample", skill.Folder, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        var ran = (await skill.ProgramAsync("dotnet", "run", script)).Expect(0);

        Assert.Equal("shop: 2\nhome: 1\n", ran.Output);
        Assert.Contains("Water the plants", (await skill.RunAsync("list-notes")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(1, (int)(await skill.StatusAsync())!["serverLaunches"]!);
    }
}
