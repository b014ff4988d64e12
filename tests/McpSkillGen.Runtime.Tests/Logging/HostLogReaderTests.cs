using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Logging;

namespace McpSkillGen.Runtime.Tests.Logging;

/// <summary>A log is read while it is written, and while it changes files.</summary>
public sealed class HostLogReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly InstancePaths _instance;

    public HostLogReaderTests() => _instance = new InstancePaths(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_older_file_comes_first()
    {
        File.WriteAllText(_instance.OlderLog, "1\n2\n");
        File.WriteAllText(_instance.Log, "3\n");
        using var reader = new HostLogReader(_instance);

        Assert.Equal(["1", "2", "3"], reader.ReadAll());
        Assert.Empty(reader.ReadNew());
    }

    [Fact]
    public void A_line_is_told_when_it_is_whole()
    {
        File.WriteAllText(_instance.Log, "1\nbeg");
        using var reader = new HostLogReader(_instance);
        Assert.Equal(["1"], reader.ReadAll());

        File.AppendAllText(_instance.Log, "un\n2");
        Assert.Equal(["begun"], reader.ReadNew());
        File.AppendAllText(_instance.Log, "\n");
        Assert.Equal(["2"], reader.ReadNew());
    }

    [Fact]
    public void No_line_is_lost_or_told_twice_when_the_file_changes()
    {
        File.WriteAllText(_instance.Log, "1\n");
        using var reader = new HostLogReader(_instance);
        Assert.Equal(["1"], reader.ReadAll());

        File.AppendAllText(_instance.Log, "2\n");
        File.Move(_instance.Log, _instance.OlderLog);
        File.WriteAllText(_instance.Log, "3\n");

        Assert.Equal(["2", "3"], reader.ReadNew());
        File.AppendAllText(_instance.Log, "4\n");
        Assert.Equal(["4"], reader.ReadNew());
    }

    [Fact]
    public void A_log_that_is_not_there_yet_is_followed_from_its_first_line()
    {
        using var reader = new HostLogReader(_instance);
        Assert.Empty(reader.ReadAll());
        Assert.Empty(reader.ReadNew());

        File.WriteAllText(_instance.Log, "1\n");

        Assert.Equal(["1"], reader.ReadNew());
    }
}
