using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Mcp;

/// <summary>
/// Gets from a launch to a negotiated session: one code path for calls and for introspection, because a server may show
/// other tools to a client with other capabilities. Climbs down a ladder of protocol versions and remembers the rung.
/// </summary>
/// <param name="launch">How to reach the server.</param>
/// <param name="workspaceRoot">The project that the server works in, where it has one: the client's one root.</param>
/// <param name="spawning">Starts processes.</param>
/// <param name="leftovers">Ends what they leave behind.</param>
/// <param name="startBudget">How long all rungs together may take.</param>
/// <param name="log">Hears what is tried.</param>
internal sealed class ServerConnector(
    ServerLaunch launch, string? workspaceRoot, SpawningThread spawning, Leftovers leftovers, TimeSpan startBudget, HostLog log)
{
    /// <summary>Enough for a cold <c>npx</c> or <c>uvx</c> that installs first; beyond it something is wrong.</summary>
    public static readonly TimeSpan DefaultStartBudget = TimeSpan.FromSeconds(60);

    /// <summary>Overrides <see cref="DefaultStartBudget"/>, in seconds: for servers that install for minutes, and for tests.</summary>
    public const string StartBudgetVariable = "MCP_SKILL_START_TIMEOUT";

    // A server that closed its output is on its way out; a busy machine may take a while to carry it there.
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LastWordsBudget = TimeSpan.FromMilliseconds(250);

    private const string NewestLegacyVersion = "2025-11-25";

    // The rung on which client and server agree on a version.
    private const string AnyVersion = "any";

    // A server that ignores the modern probe is asked the old way after a third of the budget. The SDK's own 5 s would
    // misjudge a modern server that is still being installed.
    private readonly TimeSpan _probeBudget = startBudget / 3;

    private string? _rememberedVersion;

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
        var pinnedVersion = _rememberedVersion;
        var tried = new HashSet<string>(StringComparer.Ordinal);
        SkillException? earlier = null;
        while (true)
        {
            var attempt = await TryAsync(pinnedVersion, startBudget - started.Elapsed, cancellationToken).ConfigureAwait(false);
            if (attempt is Attempt.Connected { Session: var session })
            {
                _rememberedVersion = pinnedVersion;
                log.Write($"Connected to {session.Name ?? "a server without a name"} {session.Version} with protocol {session.ProtocolVersion} after {started.ElapsedMilliseconds} ms.");
                return session;
            }

            var failed = (Attempt.Failed)attempt;
            tried.Add(pinnedVersion ?? AnyVersion);
            var next = NextRung(failed, pinnedVersion);
            if (next is null || tried.Contains(next))
            {
                // One that left on the lowest rung too is broken, not old: the next start begins, and ends, there.
                _rememberedVersion = failed.MayDislikeProbe && pinnedVersion is not null ? NewestLegacyVersion : null;

                // What was left of the budget may have been too little to try again: then the first failure is the one to tell.
                throw failed.IsOutOfTime && earlier is not null ? earlier : failed.Why;
            }

            (pinnedVersion, earlier) = (next == AnyVersion ? null : next, failed.Why);
            log.Write($"The server did not take the connection; trying a fresh one with {(pinnedVersion is null ? "any protocol" : $"protocol {pinnedVersion}")}.");
        }
    }

    /// <returns>The version to try next; null when nothing is left to try.</returns>
    private static string? NextRung(Attempt.Failed failed, string? pinnedVersion) => failed switch
    {
        // A server that knows its own version says so; one that left or answered nonsense may only dislike the probe.
        { ServerVersion: { } version } when version != pinnedVersion => version,
        { MayDislikeProbe: true } => pinnedVersion is null ? NewestLegacyVersion : null,

        // Remembered, and no longer true: it may have become a newer server.
        { IsOutOfTime: false } when pinnedVersion is not null => AnyVersion,
        _ => null,
    };

    private async Task<Attempt> TryAsync(string? pinnedVersion, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (budget <= TimeSpan.Zero)
        {
            return new Attempt.Failed(new SkillException(ExitCode.Unreachable, "The server did not get ready in time."), IsOutOfTime: true);
        }

        var process = launch is ServerLaunch.Process program
            ? await ServerProcess.StartAsync(program, spawning, leftovers, log).ConfigureAwait(false)
            : null;
        var tap = new CallTap();
        var stdio = process is null ? null : new StdioTransport(process.Input, process.Output, tap);
        IClientTransport transport = stdio is null ? new TappedTransport(Remote((ServerLaunch.Remote)launch), tap) : stdio;
        try
        {
            var client = await McpClient.CreateAsync(transport, Introduction(pinnedVersion, budget, tap), loggerFactory: null, cancellationToken).ConfigureAwait(false);
            return new Attempt.Connected(new ServerSession(client, tap, process, stdio));
        }
        catch (Exception e) when (WhyNot(e) is { } why && !cancellationToken.IsCancellationRequested)
        {
            var failure = await DescribeAsync(why, e, process, budget).ConfigureAwait(false);
            var hasLeft = why is ConnectTrouble.Closed or ConnectTrouble.Nonsense;
            await StopAsync(process).ConfigureAwait(false);

            // Only a failed negotiation has this: the server answered, with a version that is not the one we pinned.
            var serverVersion = why is ConnectTrouble.Refused ? (tap.Handshake?["protocolVersion"] as JsonValue)?.GetValue<string>() : null;
            return new Attempt.Failed(failure, hasLeft, McpVersions.IsLegacy(serverVersion) ? serverVersion : null, why is ConnectTrouble.Silent);
        }
        catch
        {
            await StopAsync(process).ConfigureAwait(false);
            throw;
        }
    }

    private static HttpClientTransport Remote(ServerLaunch.Remote remote) => new(new HttpClientTransportOptions
    {
        Endpoint = remote.Endpoint,
        TransportMode = remote.Transport is TransportKind.Sse ? HttpTransportMode.Sse : HttpTransportMode.StreamableHttp,
        AdditionalHeaders = new Dictionary<string, string>(remote.Headers),
    });

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

    private static string OurVersion =>
        typeof(ServerConnector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private static ConnectTrouble? WhyNot(Exception e) => e switch
    {
        JsonException => ConnectTrouble.Nonsense,
        HttpRequestException => ConnectTrouble.Unreachable,
        TimeoutException => ConnectTrouble.Silent,
        McpException => ConnectTrouble.Refused,
        IOException or OperationCanceledException => ConnectTrouble.Closed,
        _ => null,
    };

    private static async Task<SkillException> DescribeAsync(ConnectTrouble trouble, Exception e, ServerProcess? process, TimeSpan budget)
    {
        var told = trouble switch
        {
            ConnectTrouble.Silent => $"The server did not get ready within {budget.TotalSeconds:0.#} s",
            ConnectTrouble.Nonsense => $"The server answered the handshake with something that is not MCP ({e.Message.TrimEnd('.')})",
            ConnectTrouble.Unreachable => $"The server could not be reached: {e.Message.TrimEnd('.')}",
            ConnectTrouble.Refused => $"The server refused the handshake: {e.Message.TrimEnd('.')}",
            _ => "The server closed the connection before it was ready",
        };
        if (process is null)
        {
            return new SkillException(ExitCode.Unreachable, told + ".", e);
        }

        // A pipe that broke means an end; after anything else the server most likely still runs, and is not waited for long.
        var exitCode = await process.ExitWithinAsync(trouble is ConnectTrouble.Closed ? EndBudget : LastWordsBudget).ConfigureAwait(false);
        return new SkillException(
            ExitCode.Unreachable,
            trouble is ConnectTrouble.Closed || exitCode is not null
                ? $"The server did not start. {LastWords.Of(process, exitCode)}"
                : told + LastWords.Quote(process.Stderr.Last(10)),
            e);
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

        public sealed record Failed(SkillException Why, bool MayDislikeProbe = false, string? ServerVersion = null, bool IsOutOfTime = false) : Attempt;
    }
}
