using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>What is large goes through whole, in both directions.</summary>
public sealed class LargeCallTests(SkillLibrary skills)
{
    private const int Megabyte = 1_000_000;

    [Fact]
    public async Task Ten_megabytes_go_in_from_a_file_and_come_back()
    {
        await using var skill = await skills.OpenFaultAsync();
        var message = string.Concat(Enumerable.Range(0, 10 * Megabyte / 10).Select(static i => $"{i:D9} "));
        var file = Path.Combine(skill.Scratch, "arguments.json");
        await File.WriteAllTextAsync(file, $$"""{"message":"{{message}}"}""", TestContext.Current.CancellationToken);

        var ran = (await skill.RunAsync("call", "echo", $"@{file}")).Expect(0);

        Assert.True(ran.Output == message + "\n", $"{ran.Output.Length} characters came back.");
    }

    [Fact]
    public async Task A_result_of_a_hundred_megabytes_comes_out()
    {
        await using var skill = await skills.OpenFaultAsync();
        var file = Path.Combine(skill.Scratch, "result");

        (await skill.ShellAsync($"'{skill.Executor}' big --bytes {100 * Megabyte} > '{file}'")).Expect(0);

        Assert.Equal((100 * Megabyte) + 1, new FileInfo(file).Length);
    }
}
