using System.Diagnostics;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime.Tests.Client;

public sealed class SkillEnvironmentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_config_that_is_empty_while_it_is_copied_is_read_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no named pipes in folders.");
        var config = _folder[SkillFolder.ConfigFileName];
        using (var made = Process.Start("mkfifo", [config]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var reading = Task.Run(
            () => SkillEnvironment.Read(new SkillFolder(_folder.Path), "sample", static _ => null).RequireLaunchable(), TestContext.Current.CancellationToken);
        Open(config).Dispose();
        using (var written = Open(config))
        {
            written.Write("""{"command":"sh"}"""u8);
        }

        Assert.NotNull(await reading);
    }

    private static FileStream Open(string pipe) => new(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
}
