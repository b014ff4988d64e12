using System.Diagnostics;
using McpSkillGen.Host.Background;
using McpSkillGen.Host.Lifetime;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Streams;
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
internal sealed class DriftWatch(HostOptions options, Action<HostEvent> post, BackgroundWork work, HostLog log) : IDisposable
{
    // A server that needs longer than this to list its tools has other problems.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private readonly Timer _timer = new(_ => post(new HostEvent.TimeElapsed()));
    private ServerSession? _lookedAt;
    private string? _untold;
    private int _hasChanged;
    private int _looks;
    private long _latestLook = Stopwatch.GetTimestamp();

    /// <summary>What differs, in one line; null if nothing differs, or nothing was compared yet.</summary>
    public string? Difference { get; private set; }

    /// <summary>Called after every round of events.</summary>
    public void Act(ServerSession? running, int callsInFlight)
    {
        if (running is null || callsInFlight > 0)
        {
            return;
        }

        if (ReferenceEquals(running, _lookedAt))
        {
            if (Volatile.Read(ref _hasChanged) == 0)
            {
                return;
            }

            var elapsed = Stopwatch.GetElapsedTime(_latestLook);
            _looks = elapsed > ComparisonPolicy.Quiet ? 0 : _looks;
            if (ComparisonPolicy.PauseAfter(_looks) - elapsed is var left && left > TimeSpan.Zero)
            {
                _timer.Change((long)Math.Ceiling(left.TotalMilliseconds), Timeout.Infinite);
                return;
            }
        }

        (_lookedAt, _latestLook, _looks) = (running, Stopwatch.GetTimestamp(), _looks + 1);
        Interlocked.Exchange(ref _hasChanged, 0);
        work.Add("comparing the server's tools", LookAsync(running));
    }

    /// <summary>The tools may have changed since the last comparison. Safe from any thread.</summary>
    /// <returns>False if that is known already.</returns>
    public bool TryNoteChange() => Interlocked.Exchange(ref _hasChanged, 1) == 0;

    public void Dispose() => _timer.Dispose();

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
            var (difference, isWhole, length) = await CompareAsync(session, limit.Token).ConfigureAwait(false);

            // What the comparison took is on the stack until it has returned.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            LargeResults.HaveGone(length);
            if (isWhole)
            {
                post(new HostEvent.CatalogCompared(difference));
            }
        }
        catch (Exception e) when (e is SkillException or McpException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // A skill without a catalog, or a server that does not list its tools. Calls work all the same.
            log.Write($"The server's tools could not be compared with the skill's: {e.GetType().Name}.");
        }
    }

    /// <returns>What differs, and how long the server's list is; if it could not be read to its end, what is missing says nothing.</returns>
    private async Task<(string? Difference, bool IsWhole, long Length)> CompareAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var catalog = await File.ReadAllBytesAsync(options.Folder.CatalogFile, cancellationToken).ConfigureAwait(false);
        if (!ForeignJson.TryParse(catalog, out var before, out var problem))
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"{options.Folder.CatalogFile} {problem}.");
        }

        var reader = new CatalogReader(session, options.Config.Tools, log.Write);
        var now = await reader.ReadAllToolsAsync(cancellationToken).ConfigureAwait(false);
        var changes = CatalogComparison.Compare(CatalogComparison.ToolsOf(before.RootElement), now.Items.FindAll(reader.IsOffered));
        return (changes.Count == 0 ? null : CatalogComparison.Summarize(changes), now.Shortage is null, now.Length);
    }
}
