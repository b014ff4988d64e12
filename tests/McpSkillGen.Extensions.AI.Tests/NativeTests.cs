using System.Diagnostics;
using McpSkillGen.Extensions.AI.Tests.Support;

namespace McpSkillGen.Extensions.AI.Tests;

public sealed class NativeTests
{
    [Fact]
    public async Task An_agent_that_is_a_native_program_is_published_without_a_warning_and_calls_two_tools()
    {
        using var folder = new NotesFolder();
        using var published = new TemporaryFolder();
        var project = Repository.PathOf("tests/TestServers/ScriptedAgent/ScriptedAgent.csproj");

        await RunAsync("dotnet", "publish", project, "-c", "Release", "-o", published.Path, "-warnaserror", "-v", "quiet", "--nologo");
        var said = await RunAsync(published["ScriptedAgent"], folder.Path);

        Assert.Contains("Buy oat milk", said, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}.\n{output}\n{await error}");
        return output;
    }
}
