using System.Diagnostics;
using System.Globalization;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Gets from a route to a negotiated session. Calls and introspection share this code, because a server may show other tools
/// to a client with other capabilities. Climbs down a ladder of transports and protocol versions and remembers the rung.
/// </summary>
/// <param name="route">How to reach the server.</param>
/// <param name="workspaceRoot">The project that the server works in: the client's one root; null if it has none.</param>
/// <param name="memory">Knows how the last connection was made.</param>
/// <param name="startBudget">How long all rungs together may take.</param>
/// <param name="log">Told what is tried.</param>
internal sealed class ServerConnector(IServerRoute route, string? workspaceRoot, HandshakeMemory memory, TimeSpan startBudget, HostLog log)
{
    /// <summary>Overrides the config's <c>start_timeout</c>, in seconds: for one start that installs for minutes, and for tests.</summary>
    public const string StartBudgetVariable = "MCP_SKILL_START_TIMEOUT";

    // A server that ignores the modern probe is asked the old way after a third of the budget. The SDK's own 5 s would
    // misjudge a modern server that is still being installed.
    private readonly TimeSpan _probeBudget = startBudget / 3;

    /// <inheritdoc cref="IServerRoute.Subject"/>
    public string Subject => route.Subject;

    /// <inheritdoc cref="IServerRoute.LatestWords"/>
    public string? LatestWords => route.LatestWords;

    /// <summary>Whether there is a process to start.</summary>
    public bool IsLocal => route.Transport is TransportKind.Stdio;

    public static TimeSpan StartBudgetOf(SkillConfig config, Func<string, string?> variable) =>
        double.TryParse(variable(StartBudgetVariable), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : config.StartTimeout;

    /// <exception cref="SkillException">The server cannot be started, reached or negotiated with.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing is left running.</exception>
    public async Task<ServerSession> ConnectAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        var first = ConnectLadder.First(route.Transport);
        var rung = memory.Recall() is { } known && ConnectLadder.Fits(known, route.Transport) ? known : first;
        var tried = new HashSet<Rung>();
        SkillException? earlier = null;
        while (true)
        {
            var tap = new CallTap();
            var attempt = await TryAsync(rung, tap, startBudget - started.Elapsed, cancellationToken).ConfigureAwait(false);
            if (attempt is LinkAttempt.Opened opened)
            {
                var session = await BeginAsync(opened, tap, rung.Transport, cancellationToken).ConfigureAwait(false);
                memory.Remember(rung with { Version = session.ProtocolVersion ?? rung.Version });
                log.Write($"Connected to {session.Name ?? "a server without a name"} {session.Version} with protocol {session.ProtocolVersion}{(rung.Transport is TransportKind.Sse ? " over SSE" : "")} after {started.ElapsedMilliseconds} ms.");
                return session;
            }

            var (why, failure) = (LinkAttempt.Failed)attempt;
            tried.Add(rung);
            if (ConnectLadder.Next(rung, route.Transport, failure) is { } next && !tried.Contains(next))
            {
                (rung, earlier) = (next, why);
                log.Write($"The server did not accept the connection; trying a new one with {rung}.");
                continue;
            }

            if (!failure.IsOutOfReach)
            {
                // A server that left on the lowest rung too is broken, not old: the next start begins, and ends, there.
                memory.Forget(failure.MayDislikeProbe && rung.Version is not null ? rung : null);
            }

            // What was left of the budget may have been too little for another try, and the older transport was only a guess:
            // then the first failure is the one to report.
            var isGuess = !failure.IsRightTransport && (failure.IsOutOfTime || rung.Transport != first.Transport);
            throw isGuess && earlier is not null ? earlier : failure.IsOutOfTime ? WithRemedy(why) : why;
        }
    }

    private SkillException WithRemedy(SkillException outOfTime) => new(
        outOfTime.ExitCode,
        $"{outOfTime.Message}\nIf it only needs more time, set \"start_timeout\" in mcp-config.json to more than {startBudget.TotalSeconds:0.#} seconds.",
        outOfTime);

    private async Task<LinkAttempt> TryAsync(Rung rung, CallTap tap, TimeSpan budget, CancellationToken cancellationToken) => budget > TimeSpan.Zero
        ? await route.OpenAsync(rung.Transport, tap, Introduction(rung.Version, budget, tap), startBudget, cancellationToken).ConfigureAwait(false)
        : new LinkAttempt.Failed(new SkillException(ExitCode.Unreachable, $"The server did not get ready within {startBudget.TotalSeconds:0.#} s."), new ConnectFailure { IsOutOfTime = true });

    private async Task<ServerSession> BeginAsync(LinkAttempt.Opened opened, CallTap tap, TransportKind transport, CancellationToken cancellationToken)
    {
        var session = new ServerSession(opened.Link, opened.Client, tap);
        if (transport is TransportKind.Http && session.ProtocolVersion is McpVersions.FirstModern)
        {
            try
            {
                session.UnfitTools = await KnownTools.TellAsync(opened.Client, session, log, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await session.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        return session;
    }

    private McpClientOptions Introduction(string? pinnedVersion, TimeSpan budget, CallTap tap)
    {
        var handlers = WorkspaceRoots.HandlersFor(workspaceRoot);
        handlers.ElicitationHandler = new Elicitor(tap).AnswerAsync;
        return new McpClientOptions
        {
            ClientInfo = new Implementation { Name = ClientIdentity.Name, Version = ClientIdentity.Version },
            Capabilities = new ClientCapabilities
            {
                Elicitation = new ElicitationCapability { Form = new FormElicitationCapability(), Url = new UrlElicitationCapability() },
            },
            Handlers = handlers,
            ProtocolVersion = pinnedVersion,
            InitializationTimeout = budget,
            DiscoverProbeTimeout = _probeBudget,
        };
    }
}
