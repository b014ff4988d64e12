using System.Buffers;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Mcp.Http;
using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Mcp;

/// <summary>One connection to a server, negotiated and ready, with the process behind it where there is one.</summary>
internal sealed class ServerSession : IAsyncDisposable
{
    // A server whose pipe broke is as good as dead; its exit code is usually there within a millisecond.
    private static readonly TimeSpan LastWordsBudget = TimeSpan.FromSeconds(2);

    // A server that reads nothing is not told; its caller must not wait for that.
    private static readonly TimeSpan CancelBudget = TimeSpan.FromMilliseconds(500);

    private const string LogLevel = "io.modelcontextprotocol/logLevel";

    private static long s_lastProgressToken;

    private readonly McpClient _client;
    private readonly CallTap _tap;
    private readonly ServerProcess? _process;
    private readonly StdioTransport? _stdio;
    private readonly RemoteConnection? _remote;
    private readonly string _address = "";
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
        : this(client, tap)
    {
        (_process, _stdio) = (process, stdio);
        Ended = Task.WhenAny(client.Completion, process.Exited);
    }

    /// <param name="client">Connected.</param>
    /// <param name="tap">Sees what the client sends and gets.</param>
    /// <param name="remote">What the client talks through.</param>
    /// <param name="address">The server's, without secrets.</param>
    public ServerSession(McpClient client, CallTap tap, RemoteConnection remote, string address)
        : this(client, tap)
    {
        (_remote, _address) = (remote, address);
        Ended = Task.WhenAny(client.Completion, _givenUp.Task);
    }

    private ServerSession(McpClient client, CallTap tap)
    {
        (_client, _tap, Ended) = (client, tap, client.Completion);
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
        if (!McpVersions.IsLegacy(ProtocolVersion) && (Handshake["capabilities"] as JsonObject)?["tools"] is JsonObject tools && tools["listChanged"] is JsonValue tells && tells.TryGetValue(out bool isTold) && isTold)
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
    public IReadOnlyDictionary<string, string> UnfitTools { get; set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What the server wrote so far that no call could use.</summary>
    public ServerOddities.Counts Oddities => _stdio?.Oddities ?? _remote?.Exchange.Oddities ?? default;

    /// <summary>What the server wrote since that no call could use, in a sentence; null when there was nothing.</summary>
    public string? TellOdditiesSince(ServerOddities.Counts earlier) =>
        _stdio is null ? Oddities.TellSince(earlier, unendedLength: 0) : _stdio.TellOdditiesSince(earlier);

    public bool Has(string capability) => (Handshake["capabilities"] as JsonObject)?[capability] is not null;

    /// <summary>Forwards one request and waits for its end.</summary>
    /// <param name="method">The MCP method.</param>
    /// <param name="parameters">Its params; changed where progress is asked for.</param>
    /// <param name="listener">The caller's ears; null when the request is the host's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the server was told.</exception>
    public async Task<ServerAnswer> RequestAsync(
        string method, JsonObject parameters, ICallListener? listener, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inFlight);
        ServerAnswer answer;
        try
        {
            answer = await ForwardAsync(method, parameters, listener, cancellationToken).ConfigureAwait(false);
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

    private async Task<ServerAnswer> ForwardAsync(
        string method, JsonObject parameters, ICallListener? listener, CancellationToken cancellationToken)
    {
        if (method == RequestMethods.ToolsCall && parameters["name"] is JsonValue text && text.TryGetValue(out string? tool) && UnfitTools.TryGetValue(tool, out var why))
        {
            return new ServerAnswer.NotDelivered($"The server describes the tool '{tool}' in a way that MCP forbids to use; its author has to change it. {why}");
        }

        var call = new ForwardedCall(listener ?? Deaf.Instance, Interlocked.Increment(ref s_lastProgressToken));
        using var following = _tap.Follow(call);
        if (listener is not null && method == RequestMethods.ToolsCall)
        {
            AskForNews(parameters, call.ProgressToken, isModern: !McpVersions.IsLegacy(ProtocolVersion));
        }

        var request = new JsonRpcRequest
        {
            Method = method,
            Params = parameters,
            Context = new JsonRpcMessageContext { Items = new Dictionary<string, object?> { [ForwardedCall.ContextKey] = call } },
        };

        try
        {
            // WaitAsync, because the SDK itself does not give up on a server that has stopped reading.
            var throughSdk = _client.SendRequestAsync(request, cancellationToken);
            await Task.WhenAny(throughSdk, call.Answered).WaitAsync(cancellationToken).ConfigureAwait(false);
            return call.Answered.IsCompletedSuccessfully
                ? Read(call.Answered.Result)
                : new ServerAnswer.Result(new ReadOnlySequence<byte>(ServerJson.ToBytes((await throughSdk.ConfigureAwait(false)).Result, ServerJson.Compact)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await TellOfCancelAsync(call).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (call.Trouble is not null && e is (HttpRequestException or McpException or IOException or OperationCanceledException))
        {
            return ToAnswer(call.Trouble!, e as McpProtocolException);
        }
        catch (McpProtocolException e)
        {
            // What a modern server wants as headers has changed: a fresh session asks for its tools again.
            var error = ToError(call.Error, e);
            return IsRemote && e.ErrorCode is McpErrorCode.HeaderMismatch ? new ServerAnswer.SessionLost(error) : error;
        }
        catch (HttpRequestException e) when (Unreachable.IsCauseOf(e))
        {
            return new ServerAnswer.SessionLost(new ServerAnswer.NotDelivered(Unreachable.Tell(e, _address)));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or HttpRequestException || (IsRemote && e is McpException))
        {
            // Cancelled without our asking: the session was disposed under the call. The SDK's own words for an answer that
            // did not come, when a stream over HTTP ends, are no protocol error.
            return new ServerAnswer.Lost(await DescribeEndAsync(e).ConfigureAwait(false));
        }
    }

    /// <summary>What a response means that is no answer.</summary>
    private static ServerAnswer ToAnswer(HttpTrouble trouble, McpProtocolException? error)
    {
        ServerAnswer answer = error is not null
            ? ToError(trouble.Error, error)
            : trouble.IsDeclined ? new ServerAnswer.NotDelivered(trouble.Tell()) : new ServerAnswer.Lost(trouble.Tell());

        // An error that is about the request itself will be the same in every session.
        return trouble.IsSessionLost && error?.ErrorCode is not (McpErrorCode.InvalidParams or McpErrorCode.MethodNotFound)
            ? new ServerAnswer.SessionLost(answer)
            : answer;
    }

    // The SDK tells the server on its own time. A call must not end before that: with it may end the host, and the pipe.
    private async Task TellOfCancelAsync(ForwardedCall call)
    {
        if (call.SentAs is not { } id)
        {
            return;
        }

        // Over Streamable HTTP the SDK has not sent a request before its response has ended, and so does not tell. With the
        // newest protocol the end of the connection says it.
        var isOurs = Transport is TransportKind.Http && McpVersions.IsLegacy(ProtocolVersion);
        var telling = isOurs ? SendCancelAsync(id) : call.CancelTold.Task;
        await Task.WhenAny(telling, Task.Delay(CancelBudget)).ConfigureAwait(false);
    }

    private async Task SendCancelAsync(RequestId id)
    {
        try
        {
            using var budget = new CancellationTokenSource(CancelBudget);
            var notification = new JsonRpcNotification
            {
                Method = NotificationMethods.CancelledNotification,
                Params = new JsonObject { ["requestId"] = id.Id is long number ? number : id.ToString() },
            };
            await _client.SendMessageAsync(notification, budget.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or McpException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // A server that cannot be told has lost its connection to the call, too.
        }
    }

    private static ServerAnswer Read(LineAnswer answer)
    {
        switch (answer)
        {
            case LineAnswer.Complete { Line: var line }:
                return AnswerReader.TryReadResult(line, out var result) is { } flaw ? new ServerAnswer.Unusable(flaw) : new ServerAnswer.Result(result);
            case LineAnswer.Unusable { Why: var why }:
                return new ServerAnswer.Unusable(why);
            default:
                return new ServerAnswer.TooLong();
        }
    }

    private async Task<string> DescribeEndAsync(Exception e) =>
        _process is null
            ? $"The connection to {_address} was lost before the answer was there: {e.GetBaseException().Message}"
            : LastWords.Of(_process, await _process.ExitWithinAsync(LastWordsBudget).ConfigureAwait(false));

    private static string? TextOf(JsonNode? members, string name) =>
        members is JsonObject found && found[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static void AskForNews(JsonObject parameters, long token, bool isModern)
    {
        if (parameters["_meta"] is not JsonObject meta)
        {
            parameters["_meta"] = meta = [];
        }

        // The caller's own token, if any, is of its own numbering; ours is unique among all callers.
        meta["progressToken"] = token;
        if (isModern && !meta.ContainsKey(LogLevel))
        {
            // Since 2026-07-28 a server logs nothing about a request that does not ask for it.
            meta[LogLevel] = "info";
        }
    }

    private static ServerAnswer.Error ToError(JsonRpcErrorDetail? raw, McpProtocolException e)
    {
        var code = raw?.Code ?? (int)e.ErrorCode;
        var message = raw?.Message ?? e.Message;
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("code"u8, code);
            writer.WriteString("message"u8, message);
            if (raw?.Data is JsonElement data)
            {
                writer.WritePropertyName("data"u8);
                data.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return new ServerAnswer.Error(code, message, Encoding.UTF8.GetString(json.ToArray()));
    }

    private sealed class Deaf : ICallListener
    {
        public static readonly Deaf Instance = new();

        public void OnProgress(JsonNode? notification)
        {
        }

        public void OnLog(JsonNode? notification)
        {
        }

        public bool CanAnswer => false;

        public Task<JsonNode?> AskAsync(JsonNode question, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>(null);
    }
}
