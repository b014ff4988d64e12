using McpSkillGen.Host.Background;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Servers;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Drift;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol;

namespace McpSkillGen.Host.Serving;

/// <summary>
/// Compares what the server offers with the catalog that the executor was built from: once for each server that gets ready,
/// and whenever the server says that its tools have changed. The next caller is told about a difference, once. This does not
/// count as activity. It waits until no call is in flight, because some servers do only one thing at a time. Belongs to the
/// host's loop.
/// </summary>
internal sealed class DriftWatch(HostOptions options, Action<HostEvent> post, BackgroundWork work, HostLog log)
{
    // A server that needs longer than this to list its tools has other problems.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private ServerSession? _lookedAt;
    private string? _untold;

    /// <summary>What differs, in one line; null if nothing differs, or nothing was compared yet.</summary>
    public string? Difference { get; private set; }

    /// <summary>Called after every round of events.</summary>
    public void Act(ServerSession? running, int callsInFlight)
    {
        if (running is not null && callsInFlight == 0 && !ReferenceEquals(running, _lookedAt))
        {
            _lookedAt = running;
            work.Add("comparing the server's tools", LookAsync(running));
        }
    }

    /// <summary>The tools may have changed since the last comparison.</summary>
    public void LookAgain() => _lookedAt = null;

    public void OnCompared(string? difference)
    {
        if (difference is not null && difference != Difference)
        {
            _untold = $"The server has changed since this skill was made: {difference}. See 'mcpgen sync {options.Folder.Root} --check'.";
        }

        log.Write(difference is null ? "The server's tools match the skill's." : $"The server's tools differ from the skill's: {difference}.");
        Difference = difference;
    }

    /// <summary>What the next caller is told; null if there is nothing new.</summary>
    public string? TakeNote()
    {
        var note = _untold;
        _untold = null;
        return note;
    }

    private async Task LookAsync(ServerSession session)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var limit = new CancellationTokenSource(Budget);
        try
        {
            var catalog = await File.ReadAllBytesAsync(options.Folder.CatalogFile, limit.Token).ConfigureAwait(false);
            if (!ForeignJson.TryParse(catalog, out var before, out var problem))
            {
                throw new SkillException(ExitCode.WrongEnvironment, $"{options.Folder.CatalogFile} {problem}.");
            }

            var now = await new CatalogReader(session, options.Config.Tools).ReadToolsAsync(limit.Token).ConfigureAwait(false);
            var changes = CatalogComparison.Compare(CatalogComparison.ToolsOf(before.RootElement), now);
            post(new HostEvent.CatalogCompared(changes.Count == 0 ? null : CatalogComparison.Summarize(changes)));
        }
        catch (Exception e) when (e is SkillException or McpException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // A skill without a catalog, or a server that does not list its tools. Calls work all the same.
            log.Write($"The server's tools could not be compared with the skill's: {e.GetType().Name}.");
        }
    }
}
