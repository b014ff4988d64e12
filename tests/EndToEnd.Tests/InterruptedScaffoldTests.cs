using System.Diagnostics;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>Ctrl-C at <c>mcpgen scaffold</c>, whatever it is at: nothing half-written, no process left, what was there before as it was.</summary>
public sealed class InterruptedScaffoldTests : IDisposable
{
    private const string MarkVariable = "INTERRUPTED_SCAFFOLD";
    private const int Interrupted = 130;

    private readonly string _folder = Directory.CreateTempSubdirectory("interrupt-").FullName;

    private string Skills => Path.Combine(_folder, "skills");

    private string Mark => Path.GetFileName(_folder);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_a_server_is_asked(bool asTerminalDoes)
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");

        // Journals its launch and then answers nothing; its children must go too.
        var ended = await InterruptAsync(
            new JsonObject { ["slow"] = Server("never-answers", "spawn-grandchild"), ["slower"] = Server("never-answers") },
            () => JournalLines("launch") == 2,
            asTerminalDoes);

        Assert.Equal(Interrupted, ended.ExitCode);
        Assert.Contains("interrupted", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Skills));
        await Eventually.TrueAsync(() => ProcessTable.Marked($"{MarkVariable}={Mark}").Count == 0, "everything that was started has ended");
    }

    [Fact]
    public async Task While_an_executor_is_built()
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");
        Directory.CreateDirectory(Path.Combine(Skills, "one"));
        await File.WriteAllTextAsync(Path.Combine(Skills, "one", "mcp-config.json"), "{}", TestContext.Current.CancellationToken);

        var ended = await InterruptAsync(
            new JsonObject { ["one"] = Server(), ["two"] = Server() },
            () => Builds().Count > 0,
            asTerminalDoes: true);

        Assert.Equal(Interrupted, ended.ExitCode);
        Assert.Equal(["one"], Directory.GetFileSystemEntries(Skills).Select(Path.GetFileName));
        Assert.Equal(["mcp-config.json"], Directory.GetFileSystemEntries(Path.Combine(Skills, "one")).Select(Path.GetFileName));
        await Eventually.TrueAsync(() => ProcessTable.Marked($"{MarkVariable}={Mark}").Count + Builds().Count == 0, "everything that was started has ended");
    }

    public void Dispose()
    {
        foreach (var id in ProcessTable.Marked($"{MarkVariable}={Mark}"))
        {
            ProcessTable.Kill(id);
        }

        Directory.Delete(_folder, recursive: true);
    }

    // A build gets no variable that it does not know, and so no mark, but it works in a folder of the store.
    private IReadOnlyList<int> Builds() => ProcessTable.Running("restore.proj", _folder);

    private JsonObject Server(params string[] modes) => new()
    {
        ["command"] = Built.FaultServer,
        ["args"] = new JsonArray([.. modes.Select(static mode => JsonValue.Create(mode))]),
        ["env"] = new JsonObject { ["FAULT_JOURNAL"] = Path.Combine(_folder, "journal"), [MarkVariable] = Mark },
    };

    private int JournalLines(string word) =>
        File.Exists(Path.Combine(_folder, "journal")) ? File.ReadAllLines(Path.Combine(_folder, "journal")).Count(line => line.Split(' ')[0] == word) : 0;

    /// <param name="servers">The config's.</param>
    /// <param name="isReached">When the signal is sent.</param>
    /// <param name="asTerminalDoes">To the whole process group; otherwise to mcpgen alone.</param>
    private async Task<Ran> InterruptAsync(JsonObject servers, Func<bool> isReached, bool asTerminalDoes)
    {
        var config = Path.Combine(_folder, "config.json");
        await File.WriteAllTextAsync(config, new JsonObject { ["mcpServers"] = servers }.ToJsonString(), TestContext.Current.CancellationToken);

        // A session of its own, so that a signal to its group reaches no one else.
        var start = new ProcessStartInfo("setsid", ["--wait", Built.Mcpgen, "scaffold", config, "-o", Skills])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment[MarkVariable] = Mark;
        start.Environment["MCP_SKILL_RUNTIME_DIR"] = Path.Combine(_folder, "run");
        using var mcpgen = Process.Start(start)!;
        var output = mcpgen.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = mcpgen.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(isReached, "it is at what is to be interrupted");

        var id = ProcessTable.Marked($"{MarkVariable}={Mark}")
            .Single(static id =>
                ProcessTable.Describe(id) is var line
                && line.Contains(" scaffold ", StringComparison.Ordinal)
                && !line.Contains("setsid", StringComparison.Ordinal));
        ProcessTable.Signal(asTerminalDoes ? -id : id, "INT");
        await mcpgen.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(mcpgen.ExitCode, await output, await error);
    }
}
