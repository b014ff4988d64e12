using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Links.Http;
using McpSkillGen.Host.Links.Stdio;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Network;
using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Gets from a launch to a negotiated session: one code path for calls and for introspection, because a server may show
/// other tools to a client with other capabilities. Climbs down a ladder of transports and protocol versions and remembers
/// the rung.
/// </summary>
/// <param name="launch">How to reach the server.</param>
/// <param name="remote">The same for a server over HTTP; otherwise null.</param>
/// <param name="workspaceRoot">The project that the server works in, where it has one: the client's one root.</param>
/// <param name="spawning">Starts processes.</param>
/// <param name="leftovers">Ends what they leave behind.</param>
/// <param name="memory">Knows how it went last time.</param>
/// <param name="startBudget">How long all rungs together may take.</param>
/// <param name="log">Hears what is tried.</param>
/// <param name="begun">The server's process, where it was started ahead of the connector; the first attempt is made with it.</param>
internal sealed class ServerConnector(
    ServerLaunch launch, RemoteServer? remote, string? workspaceRoot, SpawningThread spawning, Leftovers leftovers, HandshakeMemory memory,
    TimeSpan startBudget, HostLog log, Task<ServerProcess>? begun = null)
{
    /// <summary>Enough for a cold <c>npx</c> or <c>uvx</c> that installs first; beyond it something is wrong.</summary>
    public static readonly TimeSpan DefaultStartBudget = TimeSpan.FromSeconds(60);

    /// <summary>Overrides <see cref="DefaultStartBudget"/>, in seconds: for servers that install for minutes, and for tests.</summary>
    public const string StartBudgetVariable = "MCP_SKILL_START_TIMEOUT";

    // A server that closed its output is on its way out; a busy machine may take a while to carry it there.
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LastWordsBudget = TimeSpan.FromMilliseconds(250);

    // A server that ignores the modern probe is asked the old way after a third of the budget. The SDK's own 5 s would
    // misjudge a modern server that is still being installed.
    private readonly TimeSpan _probeBudget = startBudget / 3;

    private readonly TransportKind _configured = remote?.Transport ?? TransportKind.Stdio;
    private Task<ServerProcess>? _begun = begun;

    public static string OurVersion =>
        typeof(ServerConnector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>What is waited for while the server starts, for people.</summary>
    public string Subject => launch is ServerLaunch.Process process ? process.Command : remote!.Address;

    /// <summary>Whether there is a process to start.</summary>
    public bool IsLocal => remote is null;

    public static TimeSpan StartBudgetOf(Func<string, string?> variable) =>
        double.TryParse(variable(StartBudgetVariable), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : DefaultStartBudget;

    /// <exception cref="SkillException">The server cannot be started, reached or negotiated with.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing is left running.</exception>
    public async Task<ServerSession> ConnectAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        var rung = memory.Recall() is { } known && ConnectLadder.Fits(known, _configured) ? known : ConnectLadder.First(_configured);
        var tried = new HashSet<Rung>();
        SkillException? earlier = null;
        while (true)
        {
            var attempt = await TryAsync(rung, startBudget - started.Elapsed, cancellationToken).ConfigureAwait(false);
            if (attempt is Attempt.Connected { Session: var session })
            {
                memory.Remember(rung with { Version = session.ProtocolVersion ?? rung.Version });
                log.Write($"Connected to {session.Name ?? "a server without a name"} {session.Version} with protocol {session.ProtocolVersion}{(rung.Transport is TransportKind.Sse ? " over SSE" : "")} after {started.ElapsedMilliseconds} ms.");
                return session;
            }

            var (why, failure) = (Attempt.Failed)attempt;
            tried.Add(rung);
            if (ConnectLadder.Next(rung, _configured, failure) is { } next && !tried.Contains(next))
            {
                (rung, earlier) = (next, why);
                log.Write($"The server did not take the connection; trying a fresh one with {rung}.");
                continue;
            }

            if (!failure.IsOutOfReach)
            {
                // One that left on the lowest rung too is broken, not old: the next start begins, and ends, there.
                memory.Forget(failure.MayDislikeProbe && rung.Version is not null ? rung : null);
            }

            // What was left of the budget may have been too little to try again, and the older transport was only a guess:
            // then the first failure is the one to tell.
            var isGuess = failure.IsOutOfTime || rung.Transport != ConnectLadder.First(_configured).Transport;
            throw isGuess && earlier is not null ? earlier : why;
        }
    }

    private async Task<Attempt> TryAsync(Rung rung, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (budget <= TimeSpan.Zero)
        {
            return new Attempt.Failed(new SkillException(ExitCode.Unreachable, "The server did not get ready in time."), new ConnectFailure { IsOutOfTime = true });
        }

        var tap = new CallTap();
        var process = launch is ServerLaunch.Process program
            ? await (Interlocked.Exchange(ref _begun, null) ?? ServerProcess.StartAsync(program, spawning.StartAsync, leftovers, log)).ConfigureAwait(false)
            : null;
        var stdio = process is null ? null : new StdioTransport(process.Input, process.Output, tap);
        var connection = remote?.Open(rung.Transport, tap, budget);
        try
        {
            var client = await McpClient.CreateAsync(stdio ?? connection!.Client, Introduction(rung.Version, budget, tap), loggerFactory: null, cancellationToken).ConfigureAwait(false);
            var session = process is null
                ? new ServerSession(client, tap, connection!, remote!.Address)
                : new ServerSession(client, tap, process, stdio!);
            if (rung.Transport is TransportKind.Http && session.ProtocolVersion is McpVersions.FirstModern)
            {
                session.UnfitTools = await KnownTools.TellAsync(client, session, log, cancellationToken).ConfigureAwait(false);
            }

            return new Attempt.Connected(session);
        }
        catch (Exception e) when (WhyNot(e) is { } why && !cancellationToken.IsCancellationRequested)
        {
            var told = process is null ? Describe(why, e, connection!.Exchange.LatestTrouble, budget) : await DescribeAsync(why, e, process, budget).ConfigureAwait(false);
            await StopAsync(process).ConfigureAwait(false);
            return new Attempt.Failed(new SkillException(ExitCode.Unreachable, told, e), Judge(why, tap, connection?.Exchange.LatestTrouble));
        }
        catch
        {
            await StopAsync(process).ConfigureAwait(false);
            throw;
        }
    }

    private McpClientOptions Introduction(string? pinnedVersion, TimeSpan budget, CallTap tap) => new()
    {
        ClientInfo = new Implementation { Name = "mcpskillgen", Version = OurVersion },
        Capabilities = new ClientCapabilities
        {
            Elicitation = new ElicitationCapability { Form = new FormElicitationCapability(), Url = new UrlElicitationCapability() },
        },
        Handlers = HandlersFor(tap),
        ProtocolVersion = pinnedVersion,
        InitializationTimeout = budget,
        DiscoverProbeTimeout = _probeBudget,
    };

    private McpClientHandlers HandlersFor(CallTap tap)
    {
        var handlers = WorkspaceRoots.HandlersFor(workspaceRoot);
        handlers.ElicitationHandler = new Elicitor(tap).AnswerAsync;
        return handlers;
    }

    private static ConnectTrouble? WhyNot(Exception e) => e switch
    {
        JsonException => ConnectTrouble.Nonsense,
        HttpRequestException => ConnectTrouble.Unreachable,
        TimeoutException => ConnectTrouble.Silent,
        McpException => ConnectTrouble.Refused,
        IOException or OperationCanceledException => ConnectTrouble.Closed,
        _ => null,
    };

    private static ConnectFailure Judge(ConnectTrouble why, CallTap tap, HttpTrouble? response)
    {
        if (response is not null)
        {
            return new ConnectFailure
            {
                // At 400 and 404 the SDK has asked the old way already, and 405 means that nothing can be asked there.
                MayDislikeProbe = !response.NeedsAuthorization && (int)response.Status is >= 406 and not 429,
                MayBeOlderTransport = response.MayBeOlderTransport,
                IsOutOfReach = response.NeedsAuthorization,
            };
        }

        // Only a failed negotiation has this: the server answered, with a version that is not the one we pinned.
        var serverVersion = why is ConnectTrouble.Refused ? (tap.Handshake?["protocolVersion"] as JsonValue)?.GetValue<string>() : null;
        return new ConnectFailure
        {
            MayDislikeProbe = why is ConnectTrouble.Closed or ConnectTrouble.Nonsense,
            ServerVersion = McpVersions.IsLegacy(serverVersion) ? serverVersion : null,
            IsOutOfTime = why is ConnectTrouble.Silent,
            IsOutOfReach = why is ConnectTrouble.Unreachable,
        };
    }

    private static string Headline(ConnectTrouble trouble, Exception e, TimeSpan budget) => trouble switch
    {
        ConnectTrouble.Silent => $"The server did not get ready within {budget.TotalSeconds:0.#} s",
        ConnectTrouble.Nonsense => $"The server answered the handshake with something that is not MCP ({e.Message.TrimEnd('.')})",
        ConnectTrouble.Refused => $"The server refused the handshake: {e.Message.TrimEnd('.')}",
        _ => "The server closed the connection before it was ready",
    };

    private string Describe(ConnectTrouble trouble, Exception e, HttpTrouble? response, TimeSpan budget) => (trouble, e) switch
    {
        _ when response is not null => response.Tell(),
        (_, HttpRequestException unreachable) => Unreachable.Tell(unreachable, remote!.Address),
        _ => $"{Headline(trouble, e, budget)}: {remote!.Address}",
    };

    private static async Task<string> DescribeAsync(ConnectTrouble trouble, Exception e, ServerProcess process, TimeSpan budget)
    {
        // A pipe that broke means an end; after anything else the server most likely still runs, and is not waited for long.
        var exitCode = await process.ExitWithinAsync(trouble is ConnectTrouble.Closed ? EndBudget : LastWordsBudget).ConfigureAwait(false);
        return trouble is ConnectTrouble.Closed || exitCode is not null
            ? $"The server did not start. {LastWords.Of(process, exitCode)}"
            : Headline(trouble, e, budget) + LastWords.Quote(process.Stderr.Last(10));
    }

    private static async Task StopAsync(ServerProcess? process)
    {
        if (process is not null)
        {
            await process.DisposeAsync().ConfigureAwait(false);
        }
    }

    private enum ConnectTrouble
    {
        Closed,
        Nonsense,
        Silent,
        Refused,
        Unreachable,
    }

    private abstract record Attempt
    {
        public sealed record Connected(ServerSession Session) : Attempt;

        public sealed record Failed(SkillException Why, ConnectFailure Failure) : Attempt;
    }
}
