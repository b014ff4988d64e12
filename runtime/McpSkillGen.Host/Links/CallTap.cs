using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>
/// Sees every message between SDK and server, in the order of the wire. The SDK handles each message in a task of its own, so
/// its notification handlers may get a call's progress after the call's result. And it turns errors and the handshake into
/// types that drop what they do not know.
/// </summary>
internal sealed class CallTap
{
    // The SDK marks its own constant obsolete with the 2026-07-28 revision, but servers still send these.
    private const string LogNotification = "notifications/message";

    private const string SamplingRequest = "sampling/createMessage";

    // The SDK counts its own requests from one.
    private const long FirstOwnId = 1_000_000_000;

    // A server that asks more than this without reading our answers would fill the memory with them.
    private const int MaxRequests = 100;

    private readonly ConcurrentDictionary<RequestId, ForwardedCall> _calls = new();
    private readonly ConcurrentDictionary<long, ForwardedCall> _byProgressToken = new();
    private readonly ConcurrentDictionary<RequestId, string> _ownRequests = new();
    private readonly ConcurrentDictionary<RequestId, string> _serversRequests = new();
    private readonly AsyncLocal<JsonRpcMessage?> _sending = new();
    private volatile HandshakeQuestion? _handshake;
    private long _lastOwnId = FirstOwnId;
    private volatile bool _hasEnded;

    /// <summary>The server said that its list of tools has changed.</summary>
    public event Action? ToolsChanged;

    /// <summary>The server said something that belongs to no call: its notification, <c>{"method":…,"params":…}</c>.</summary>
    public event Action<ReadOnlyMemory<byte>>? Noticed;

    /// <summary>The server may have said so without anybody noticing.</summary>
    public void AssumeToolsChanged() => ToolsChanged?.Invoke();

    /// <summary>The message that is being sent in this flow of control, if there is one.</summary>
    public JsonRpcMessage? SendingMessage => _sending.Value;

    /// <summary>The forwarded call whose request that is, if it is one.</summary>
    public ForwardedCall? Sending => CallOf(_sending.Value);

    /// <summary>The server's own result of <c>initialize</c> or <c>server/discover</c>, whichever came last.</summary>
    public JsonElement Handshake { get; private set; }

    /// <summary>
    /// What the SDK says about us in every request of a session without <c>initialize</c>: the members of the <c>_meta</c> of
    /// its <c>server/discover</c>, without the braces. Empty before there was one.
    /// </summary>
    public ReadOnlyMemory<byte> Introduction { get; private set; }

    /// <summary>From now until disposed, the call receives its progress.</summary>
    public IDisposable Follow(ForwardedCall call)
    {
        _byProgressToken[call.ProgressToken] = call;
        return new Following(this, call);
    }

    /// <summary>The listeners of all calls in flight.</summary>
    public IEnumerable<ICallListener> Listeners => _byProgressToken.Values.Select(static call => call.Listener);

    /// <summary>Sends a log message of the host's own to the listeners of all calls in flight.</summary>
    public void Tell(string level, string text)
    {
        var message = JsonTree.ToBytes(new JsonObject { ["level"] = level, ["logger"] = "mcp-skill-host", ["data"] = text });
        foreach (var listener in Listeners)
        {
            listener.OnLog(message.Span);
        }
    }

    /// <summary>The forwarded call that an answer of this id would end.</summary>
    public bool TryFind(RequestId id, [MaybeNullWhen(false)] out ForwardedCall call) => _calls.TryGetValue(id, out call);

    /// <summary>Whether the SDK waits for an answer of this id to a request of its own.</summary>
    public bool IsAwaitedBySdk(RequestId id) => _ownRequests.ContainsKey(id);

    /// <summary>The id of the one request that waits for its answer; null if there is none, or more than one.</summary>
    public RequestId? OnlyAwaited =>
        _ownRequests.Where(static request => request.Value != RequestMethods.SubscriptionsListen).Select(static request => request.Key)
            .Concat(_calls.Keys).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>Takes a server's request, whose answer the SDK sends.</summary>
    /// <returns>False if too many others wait for theirs: then it gets none.</returns>
    public bool TryTake(ServerMessage.Request request) => _serversRequests.Count < MaxRequests && _serversRequests.TryAdd(request.Id, request.Method);

    /// <summary>The server does not want an answer any more.</summary>
    /// <returns>False if it has it already, or never asked.</returns>
    public bool TryWithdraw(RequestId id) => _serversRequests.TryRemove(id, out _);

    /// <summary>The call was answered past the SDK.</summary>
    public void Forget(RequestId id) => _calls.TryRemove(id, out _);

    /// <summary>A call is about to go to the server past the SDK.</summary>
    /// <returns>Its request's id.</returns>
    public long Register(ForwardedCall call)
    {
        var id = Interlocked.Increment(ref _lastOwnId);
        call.SentAs = new RequestId(id);
        _calls[call.SentAs.Value] = call;
        if (_hasEnded)
        {
            call.Answer(new LineAnswer.None());
        }

        return id;
    }

    /// <summary>The server writes nothing more: ends the calls that the SDK does not know.</summary>
    public void OnEnded()
    {
        _hasEnded = true;
        foreach (var call in _calls.Values)
        {
            if (call.IsPastSdk)
            {
                call.Answer(new LineAnswer.None());
            }
        }
    }

    public void OnSending(JsonRpcMessage message)
    {
        _sending.Value = message;
        switch (message)
        {
            case JsonRpcRequest request when CallOf(request) is { } call:
                _calls[request.Id] = call;
                call.SentAs = request.Id;
                break;
            case JsonRpcRequest request:
                if (HandshakeQuestion.In(request) is { } question)
                {
                    // Nobody waits for the answer to the one before.
                    _ownRequests.Clear();
                    _handshake = question;
                    Introduction = (request.Params as JsonObject)?["_meta"] is JsonObject { Count: > 0 } meta ? JsonTree.ToBytes(meta)[1..^1] : default;
                }

                _ownRequests[request.Id] = request.Method;
                break;
        }
    }

    /// <summary>The message was sent, or could not be.</summary>
    public void OnSent(JsonRpcMessage message)
    {
        CancelledBy(message)?.CancelTold.TrySetResult();
        if (message is JsonRpcMessageWithId and not JsonRpcRequest)
        {
            TryWithdraw(((JsonRpcMessageWithId)message).Id);
        }
    }

    /// <summary>An answer to a request of the SDK's own, as the SDK gets it.</summary>
    public JsonRpcMessage ForSdk(ServerMessage.Answer answer) =>
        _handshake is { } question && question.Id == answer.Id ? question.ForSdk(answer) : answer.ToSdk();

    public void OnReceived(ServerMessage message)
    {
        if (message is ServerMessage.Notification { Method: var method, Params: var about } && Noticed is { } noticed && IsNotice(method))
        {
            noticed(PlainJson.WriteObject(writer =>
            {
                writer.WriteString("method"u8, method);
                if (about.ValueKind is JsonValueKind.Object)
                {
                    writer.WritePropertyName("params"u8);
                    about.WriteTo(writer);
                }
            }));
        }

        switch (message)
        {
            case ServerMessage.Answer answer:
                _ownRequests.TryRemove(answer.Id, out _);
                if (answer.Id == _handshake?.Id)
                {
                    Handshake = answer.Result;
                }

                break;
            case ServerMessage.Failure { Id: { } failed }:
                _ownRequests.TryRemove(failed, out _);
                break;
            case ServerMessage.Notification { Method: NotificationMethods.ProgressNotification, Params: var progress }:
                if (progress.Number("progressToken"u8) is { } token && _byProgressToken.TryGetValue((long)token, out var progressing))
                {
                    progressing.Listener.OnProgress(JsonMarshal.GetRawUtf8Value(progress));
                }

                break;
            case ServerMessage.Notification { Method: LogNotification, Params: { ValueKind: not JsonValueKind.Undefined } log }:
                foreach (var listener in Listeners)
                {
                    listener.OnLog(JsonMarshal.GetRawUtf8Value(log));
                }

                break;
            case ServerMessage.Notification { Method: NotificationMethods.ToolListChangedNotification }:
                ToolsChanged?.Invoke();
                break;
            case ServerMessage.Request { Method: SamplingRequest }:
                Tell("warning", "The server asked for a language model (sampling). An executor has none, so the request was refused.");
                break;
        }
    }

    private static bool IsNotice(string method) => method is NotificationMethods.ToolListChangedNotification
        or NotificationMethods.PromptListChangedNotification or NotificationMethods.ResourceListChangedNotification
        or NotificationMethods.ResourceUpdatedNotification;

    private static ForwardedCall? CallOf(JsonRpcMessage? message) =>
        message is JsonRpcRequest { Context.Items: { } items } && items.TryGetValue(ForwardedCall.ContextKey, out var item) ? item as ForwardedCall : null;

    /// <summary>The call that a message tells the server to cancel.</summary>
    private ForwardedCall? CancelledBy(JsonRpcMessage message) =>
        message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject members }
        && members["requestId"] is JsonValue id && id.TryGetValue(out long number)
            ? _calls.GetValueOrDefault(new RequestId(number))
            : null;

    private sealed class Following(CallTap tap, ForwardedCall call) : IDisposable
    {
        public void Dispose()
        {
            tap._byProgressToken.TryRemove(call.ProgressToken, out _);
            if (call.SentAs is { } id)
            {
                // A cancelled call has no answer that would have removed it.
                tap._calls.TryRemove(id, out _);
            }
        }
    }
}
