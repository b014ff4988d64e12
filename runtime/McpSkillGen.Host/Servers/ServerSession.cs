using System.Diagnostics;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Links.Http;
using McpSkillGen.Host.Links.Stdio;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol.Client;

namespace McpSkillGen.Host.Servers;

/// <summary>One connection to a server, negotiated and ready, with the process behind it where there is one.</summary>
internal sealed class ServerSession : IAsyncDisposable
{
    // A server whose pipe broke is as good as dead; its exit code is usually there within a millisecond.
    private static readonly TimeSpan LastWordsBudget = TimeSpan.FromSeconds(2);

    private readonly McpClient _client;
    private readonly CallTap _tap;
    private readonly RequestForwarder _forwarder;
    private readonly ServerProcess? _process;
    private readonly StdioTransport? _stdio;
    private readonly RemoteConnection? _remote;
    private readonly string _address;
    private readonly bool _isLegacy;
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isIdle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChangeFeed? _changes;
    private int _inFlight;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _lastAnswer = Stopwatch.GetTimestamp();

    /// <param name="client">Connected.</param>
    /// <param name="tap">Sees what the client sends and gets.</param>
    /// <param name="process">The server's.</param>
    /// <param name="stdio">What the client talks through.</param>
    public ServerSession(McpClient client, CallTap tap, ServerProcess process, StdioTransport stdio)
        : this(client, tap, stdio, TransportKind.Stdio, address: "")
    {
        _process = process;
        Ended = Task.WhenAny(client.Completion, process.Exited);
    }

    /// <param name="client">Connected.</param>
    /// <param name="tap">Sees what the client sends and gets.</param>
    /// <param name="remote">What the client talks through.</param>
    /// <param name="address">The server's, without secrets.</param>
    public ServerSession(McpClient client, CallTap tap, RemoteConnection remote, string address)
        : this(client, tap, stdio: null, remote.Transport, address)
    {
        _remote = remote;
        Ended = Task.WhenAny(client.Completion, _givenUp.Task);
    }

    private ServerSession(McpClient client, CallTap tap, StdioTransport? stdio, TransportKind transport, string address)
    {
        (_client, _tap, _stdio, _address, Ended) = (client, tap, stdio, address, client.Completion);
        _forwarder = new RequestForwarder(client, tap, stdio, transport, address, DescribeEndAsync);
        _isLegacy = McpVersions.IsLegacy(client.NegotiatedProtocolVersion);
        (Name, Version) = (TextOf(ServerInfo, "name"), TextOf(ServerInfo, "version"));
    }

    /// <inheritdoc cref="CallTap.ToolsChanged"/>
    public event Action? ToolsChanged
    {
        add => _tap.ToolsChanged += value;
        remove => _tap.ToolsChanged -= value;
    }

    /// <summary>Has a server that tells of changes only when asked say when its tools change.</summary>
    public void ListenForChanges()
    {
        if (!_isLegacy && (Handshake["capabilities"] as JsonObject)?["tools"] is JsonObject tools && tools["listChanged"] is JsonValue tells && tells.TryGetValue(out bool isTold) && isTold)
        {
            _changes = new ChangeFeed(_client, _tap.AssumeToolsChanged);
            _changes.Open();
        }
    }

    /// <summary>What the server calls itself, if it says so.</summary>
    public string? Name { get; }

    /// <summary>The server's own version, if it says so.</summary>
    public string? Version { get; }

    /// <summary>Completes as soon as the server is gone, by itself or by us.</summary>
    public Task Ended { get; }

    public bool IsAlive => !Ended.IsCompleted && !_givenUp.Task.IsCompleted;

    /// <summary>Null for a server that is reached over HTTP.</summary>
    public int? ProcessId => _process?.Id;

    public string? ProtocolVersion => _client.NegotiatedProtocolVersion;

    /// <summary>The server's own words of introduction: the result of <c>initialize</c> or <c>server/discover</c>.</summary>
    public JsonObject Handshake => _tap.Handshake ?? [];

    /// <summary>Who the server says it is; a modern server says it in <c>_meta</c>, or not at all.</summary>
    public JsonNode? ServerInfo =>
        Handshake["serverInfo"] ?? (Handshake["_meta"] as JsonObject)?["io.modelcontextprotocol/serverInfo"];

    /// <summary>Time since the server answered last, or since it got ready.</summary>
    public TimeSpan SilentFor => Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastAnswer));

    /// <summary>Time since it got ready.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_started);

    /// <summary>Whether it answered any call of a caller, if only with an error.</summary>
    public bool HasAnsweredCall { get; private set; }

    /// <summary>Whether the server is reached over HTTP: not ours to stop, and its session may be lost while it lives.</summary>
    public bool IsRemote => _remote is not null;

    /// <summary>How the server is reached.</summary>
    public TransportKind Transport => _remote?.Transport ?? TransportKind.Stdio;

    /// <summary>Why tools that the server lists must not be offered nor called, by name.</summary>
    public IReadOnlyDictionary<string, string> UnfitTools
    {
        get => _forwarder.UnfitTools;
        set => _forwarder.UnfitTools = value;
    }

    /// <summary>What the server wrote so far that no call could use.</summary>
    public ServerOddities.Counts Oddities => _stdio?.Oddities ?? _remote?.Exchange.Oddities ?? default;

    /// <summary>What the server wrote since that no call could use, in a sentence; null when there was nothing.</summary>
    public string? TellOdditiesSince(ServerOddities.Counts earlier) =>
        _stdio is null ? Oddities.TellSince(earlier, unendedLength: 0) : _stdio.TellOdditiesSince(earlier);

    public bool Has(string capability) => (Handshake["capabilities"] as JsonObject)?[capability] is not null;

    /// <summary>Forwards one request and waits for its end.</summary>
    /// <param name="method">The MCP method.</param>
    /// <param name="parameters">Its params: one JSON object, valid UTF-8.</param>
    /// <param name="listener">The caller's ears; null when the request is the host's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the server was told.</exception>
    public async Task<ServerAnswer> RequestAsync(
        string method, ReadOnlyMemory<byte> parameters, ICallListener? listener, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inFlight);
        ServerAnswer answer;
        try
        {
            answer = await _forwarder.ForwardAsync(method, parameters, listener, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.Decrement(ref _inFlight) == 0 && _givenUp.Task.IsCompleted)
            {
                _isIdle.TrySetResult();
            }
        }

        if (answer is not (ServerAnswer.Lost or ServerAnswer.NotDelivered or ServerAnswer.SessionLost))
        {
            Interlocked.Exchange(ref _lastAnswer, Stopwatch.GetTimestamp());
            HasAnsweredCall |= listener is not null;
        }

        return answer;
    }

    /// <summary>From now until <see cref="ReleaseRequests"/> requests to a process are gathered, to share a write.</summary>
    public void HoldRequests() => _stdio?.HoldLines();

    /// <summary>Ends one <see cref="HoldRequests"/>.</summary>
    public void ReleaseRequests() => _stdio?.ReleaseLines();

    /// <summary>How the server ended, as far as it is known at once: a sentence, then its last words.</summary>
    public string TellEnd() =>
        _process is null
            ? $"The connection to {_address} was lost."
            : LastWords.Of(_process, _process.Exited.IsCompletedSuccessfully ? _process.Exited.Result : null);

    /// <summary>No new call is to come here, though the server may still answer those that it has. For a server over HTTP.</summary>
    public void GiveUp()
    {
        _givenUp.TrySetResult();
        if (Volatile.Read(ref _inFlight) == 0)
        {
            _isIdle.TrySetResult();
        }
    }

    /// <summary>Ends a session that was given up or that ended, when the last call in it has its answer.</summary>
    public async Task RetireAsync()
    {
        GiveUp();
        await _isIdle.Task.ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // The process first: while the client still reads, a server that says goodbye on its output does not block on it.
        if (_process is not null)
        {
            await _process.DisposeAsync().ConfigureAwait(false);
        }

        if (_changes is not null)
        {
            await _changes.DisposeAsync().ConfigureAwait(false);
        }

        await _client.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string> DescribeEndAsync(Exception e) =>
        _process is null
            ? $"The connection to {_address} was lost before the answer was there: {e.GetBaseException().Message}"
            : LastWords.Of(_process, await _process.ExitWithinAsync(LastWordsBudget).ConfigureAwait(false));

    private static string? TextOf(JsonNode? members, string name) =>
        members is JsonObject found && found[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
