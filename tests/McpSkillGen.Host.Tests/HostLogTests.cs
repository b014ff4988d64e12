using McpSkillGen.Host.Logging;

namespace McpSkillGen.Host.Tests;

public sealed class HostLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("host-log-").FullName;

    private string Log => Path.Combine(_folder, "host.log");

    private string OlderLog => Log + ".1";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_log_that_cannot_be_rotated_goes_on_and_is_rotated_as_soon_as_it_can_be()
    {
        // Nothing can be renamed to a folder.
        Directory.CreateDirectory(OlderLog);
        using var log = HostLog.AppendTo(Log);
        File.AppendAllText(Log, new string('.', 1024 * 1024));
        log.Write("first");
        log.Write("second");
        Assert.Contains("first", File.ReadAllText(Log), StringComparison.Ordinal);
        Assert.Contains("second", File.ReadAllText(Log), StringComparison.Ordinal);

        Directory.Delete(OlderLog);
        log.Write("third");
        Assert.EndsWith("third", Assert.Single(File.ReadAllLines(Log)), StringComparison.Ordinal);
        Assert.Contains("second", File.ReadAllText(OlderLog), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_could_not_be_opened_is_opened_when_it_can_be()
    {
        var path = Path.Combine(_folder, "later", "host.log");
        using var log = HostLog.AppendTo(path);
        log.Write("lost");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        log.Write("kept");
        Assert.EndsWith("kept", Assert.Single(File.ReadAllLines(path)), StringComparison.Ordinal);
    }
}
