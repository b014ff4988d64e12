using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Native;
using ModelContextProtocol.Client;

namespace McpSkillGen.Host.Links.Stdio;

/// <summary>A server that is started as a process. To be made on the main thread.</summary>
/// <param name="launch">What to start.</param>
/// <param name="guardsLock">Held by every guard too, and free when the last of them has ended; null for none.</param>
/// <param name="leftovers">Ends what earlier processes left behind.</param>
/// <param name="log">Told about starts.</param>
internal sealed class ProcessRoute(ServerLaunch.Process launch, FileLock? guardsLock, Leftovers leftovers, HostLog log) : IServerRoute
{
    // A server that closed its output is about to end; on a busy machine that may take a while.
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LastWordsBudget = TimeSpan.FromMilliseconds(250);

    private readonly SpawningThread _spawning = new(guardsLock);
    private Task<ServerProcess>? _startedAhead;
    private volatile ServerProcess? _latest;

    public string Subject => launch.Command;

    public string? LatestWords => _latest?.Stderr.Last(1) is [var line] ? line : null;

    public TransportKind Transport => TransportKind.Stdio;

    /// <summary>Starts the process before anybody asks for it: that takes longer than everything else that a host does at its start.</summary>
    public void StartAhead() => _startedAhead = ServerProcess.StartAsync(launch, _spawning.StartFirstAsync, leftovers, log);

    public async Task<LinkAttempt> OpenAsync(
        TransportKind transport, CallTap tap, McpClientOptions introduction, TimeSpan startLimit, CancellationToken cancellationToken)
    {
        var starting = Interlocked.Exchange(ref _startedAhead, null) ?? ServerProcess.StartAsync(launch, _spawning.StartAsync, leftovers, log);
        var process = _latest = await starting.ConfigureAwait(false);
        var stdio = new StdioTransport(process.Input, process.Output, tap);
        try
        {
            var client = await McpClient.CreateAsync(stdio, introduction, loggerFactory: null, cancellationToken).ConfigureAwait(false);
            return new LinkAttempt.Opened(new ProcessLink(client, tap, process, stdio), client);
        }
        catch (Exception e) when (HandshakeTroubles.CausedBy(e) is { } trouble && !cancellationToken.IsCancellationRequested)
        {
            var why = await DescribeAsync(trouble, e, process, stdio.FirstStrangeLine, startLimit).ConfigureAwait(false);
            await process.DisposeAsync().ConfigureAwait(false);
            return new LinkAttempt.Failed(new SkillException(ExitCode.Unreachable, why, e), HandshakeTroubles.Judge(trouble, tap));
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends every guard that still runs, and so every server.</summary>
    public void Dispose() => _spawning.Dispose();

    private static async Task<string> DescribeAsync(
        HandshakeTrouble trouble, Exception e, ServerProcess process, string? strangeLine, TimeSpan startLimit)
    {
        // A pipe that broke means an end. After anything else the server most likely still runs, and is not waited for long.
        var exitCode = await process.ExitWithinAsync(trouble is HandshakeTrouble.Closed ? EndBudget : LastWordsBudget).ConfigureAwait(false);
        var what = trouble is HandshakeTrouble.Closed || exitCode is not null
            ? $"The server did not start. {LastWords.Of(process, exitCode)}"
            : HandshakeTroubles.Headline(trouble, e, startLimit) + LastWords.Quote(process);
        return strangeLine is null ? what : $"{what}\nIt wrote to standard output what is not MCP: {strangeLine}";
    }
}
