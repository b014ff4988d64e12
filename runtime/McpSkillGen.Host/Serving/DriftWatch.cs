using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Background;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Servers;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Drift;
using ModelContextProtocol;

namespace McpSkillGen.Host.Serving;

/// <summary>
/// Compares what the server offers with the catalog that the executor was made from, once for each server that gets ready
/// and whenever it says that its tools have changed, and tells the next caller of a difference, once. No call, and so no
/// activity; never while a call is in flight, which would have to wait for it at a server that does one thing at a time.
/// Belongs to the host's loop.
/// </summary>
internal sealed class DriftWatch(HostOptions options, Action<HostEvent> post, BackgroundWork work, HostLog log)
{
    // A server that lists its tools for longer than this has other troubles.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private ServerSession? _lookedAt;
    private string? _untold;

    /// <summary>What differs, in one line; null when nothing does, or nobody has looked yet.</summary>
    public string? Difference { get; private set; }

    /// <summary>The loop tells after every event how things stand.</summary>
    public void Act(ServerSession? running, int callsInFlight)
    {
        if (running is not null && callsInFlight == 0 && !ReferenceEquals(running, _lookedAt))
        {
            _lookedAt = running;
            work.Add("comparing the server's tools", LookAsync(running));
        }
    }

    /// <summary>What was seen may be true no longer.</summary>
    public void LookAgain() => _lookedAt = null;

    public void OnCompared(string? difference)
    {
        if (difference is not null && difference != Difference)
        {
            _untold = $"The server has changed since this skill was made: {difference}. See 'mcpgen sync {options.Folder.Root} --check'.";
        }

        log.Write(difference is null ? "The server's tools are those of the skill." : $"The server's tools differ from the skill's: {difference}.");
        Difference = difference;
    }

    /// <summary>What the next caller is told; null when everything has been told.</summary>
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
            using var before = JsonDocument.Parse(await File.ReadAllBytesAsync(options.Folder.CatalogFile, limit.Token).ConfigureAwait(false));
            var tools = await new CatalogReader(session, options.Config.Tools).ReadToolsAsync(limit.Token).ConfigureAwait(false);
            using var now = JsonDocument.Parse(ServerJson.ToBytes(new JsonObject { ["tools"] = tools }, ServerJson.Compact));
            var changes = CatalogComparison.Compare(before.RootElement, now.RootElement);
            post(new HostEvent.CatalogCompared(changes.Count == 0 ? null : CatalogComparison.Summarize(changes)));
        }
        catch (Exception e) when (e is SkillException or McpException or JsonException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // A skill without a catalog, or a server that does not list: its calls are none the worse for it.
            log.Write($"The server's tools could not be compared with the skill's: {e.GetType().Name}.");
        }
    }
}
