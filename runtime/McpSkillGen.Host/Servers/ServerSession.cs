using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>What a link to a server is used for: who the server is, what it can do, and how long ago it last answered.</summary>
/// <param name="link">Negotiated.</param>
/// <param name="client">The SDK's end of the link, which ends with it.</param>
/// <param name="tap">Sees every message on the link.</param>
internal sealed class ServerSession(IServerLink link, McpClient client, CallTap tap) : IAsyncDisposable
{
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isIdle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = Stopwatch.GetTimestamp();
    private ChangeFeed? _changes;
    private Task? _ended;
    private int _inFlight;
    private long _lastAnswer = Stopwatch.GetTimestamp();

    /// <inheritdoc cref="CallTap.ToolsChanged"/>
    public event Action? ToolsChanged
    {
        add => tap.ToolsChanged += value;
        remove => tap.ToolsChanged -= value;
    }

    /// <inheritdoc cref="CallTap.Noticed"/>
    public event Action<ReadOnlyMemory<byte>>? Noticed
    {
        add => tap.Noticed += value;
        remove => tap.Noticed -= value;
    }

    /// <summary>What the server calls itself, if it says so.</summary>
    public string? Name { get; } = InfoIn(tap.Handshake).Text("name"u8);

    /// <summary>The server's own version, if it says so.</summary>
    public string? Version { get; } = InfoIn(tap.Handshake).Text("version"u8);

    /// <summary>Completes as soon as the server is gone, by itself or because we ended or gave up the session.</summary>
    public Task Ended => _ended ??= Task.WhenAny(link.Ended, _givenUp.Task);

    public bool IsAlive => !link.Ended.IsCompleted && !_givenUp.Task.IsCompleted;

    /// <inheritdoc cref="IServerLink.ProcessId"/>
    public int? ProcessId => link.ProcessId;

    public string? ProtocolVersion => client.NegotiatedProtocolVersion;

    /// <summary>The server's own words of introduction: the result of <c>initialize</c> or <c>server/discover</c>.</summary>
    public JsonElement Handshake => tap.Handshake;

    /// <summary>Who the server says it is. A modern server says it in <c>_meta</c>, or not at all.</summary>
    public JsonElement ServerInfo => InfoIn(tap.Handshake);

    /// <summary>Time since the server answered last, or since it got ready.</summary>
    public TimeSpan SilentFor => Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastAnswer));

    /// <summary>Time since it got ready.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_started);

    /// <summary>Whether it answered any call of a caller, even with an error.</summary>
    public bool HasAnsweredCall { get; private set; }

    /// <summary>Whether the server is reached over HTTP: it is not ours to stop, and its session may be lost while it lives.</summary>
    public bool IsRemote => link.Transport is not TransportKind.Stdio;

    /// <summary>How the server is reached.</summary>
    public TransportKind Transport => link.Transport;

    /// <summary>Why tools that the server lists must not be offered or called, by name.</summary>
    public IReadOnlyDictionary<string, string> UnfitTools { get; set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <inheritdoc cref="IServerLink.Oddities"/>
    public ServerOddities.Counts Oddities => link.Oddities;

    /// <inheritdoc cref="IServerLink.TellOdditiesSince"/>
    public string? TellOdditiesSince(ServerOddities.Counts earlier) => link.TellOdditiesSince(earlier);

    /// <inheritdoc cref="IServerLink.TellEnd"/>
    public string TellEnd() => link.TellEnd();

    /// <inheritdoc cref="IServerLink.HoldRequests"/>
    public void HoldRequests() => link.HoldRequests();

    /// <inheritdoc cref="IServerLink.ReleaseRequests"/>
    public void ReleaseRequests() => link.ReleaseRequests();

    /// <summary>Whether the server says that it has a capability, or says nothing about any.</summary>
    public bool MayHave(string capability) =>
        CapabilityOf(capability).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False)
        || Handshake.Member("capabilities"u8).ValueKind is not JsonValueKind.Object;

    /// <summary>Asks a server that reports changes only on request to report when its tools change.</summary>
    public void ListenForChanges()
    {
        if (!McpVersions.IsLegacy(ProtocolVersion) && CapabilityOf("tools").Member("listChanged"u8).IsTrue())
        {
            _changes = new ChangeFeed(client, tap.AssumeToolsChanged);
            _changes.Open();
        }
    }

    /// <inheritdoc cref="IServerLink.RequestAsync"/>
    public async Task<ServerAnswer> RequestAsync(
        string method, ReadOnlyMemory<byte> parameters, ICallListener? listener, CancellationToken cancellationToken)
    {
        if (UnfitTools.Count > 0 && method == RequestMethods.ToolsCall
            && ForeignJson.TryParse(parameters, out var call, out _) && call.RootElement.Text("name"u8) is { } tool && UnfitTools.TryGetValue(tool, out var flaw))
        {
            return new ServerAnswer.NotDelivered($"The server describes the tool '{tool}' in a way that MCP forbids; its author has to change it. {flaw}");
        }

        Interlocked.Increment(ref _inFlight);
        ServerAnswer answer;
        try
        {
            answer = await link.RequestAsync(method, parameters, listener, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Takes no new calls, though the server may still answer those that it has. For a server over HTTP.</summary>
    public void GiveUp()
    {
        _givenUp.TrySetResult();
        if (Volatile.Read(ref _inFlight) == 0)
        {
            _isIdle.TrySetResult();
        }
    }

    /// <summary>Ends a session that was given up or that ended, as soon as the last call in it has its answer.</summary>
    public async Task RetireAsync()
    {
        GiveUp();
        await _isIdle.Task.ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Both at once: a server that has stopped reading cannot be told before its process ends.
        var unsubscribing = _changes is null ? Task.CompletedTask : _changes.DisposeAsync().AsTask();
        await link.DisposeAsync().ConfigureAwait(false);
        await unsubscribing.ConfigureAwait(false);
    }

    private static JsonElement InfoIn(JsonElement handshake) =>
        handshake.Member("serverInfo"u8) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } info
            ? info
            : handshake.Member("_meta"u8).Member("io.modelcontextprotocol/serverInfo"u8);

    private JsonElement CapabilityOf(string name) => Handshake.Member("capabilities"u8).Member(Encoding.UTF8.GetBytes(name));
}
