using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Mcp;

/// <summary>
/// Stands between the SDK and its transport and sees every message in the order of the wire. The SDK handles each message
/// in a task of its own, so its notification handlers may hear a call's progress after the call's result, and it rewords
/// errors and the handshake into types that drop what they do not know.
/// </summary>
internal sealed class TappedTransport(IClientTransport inner) : IClientTransport
{
    // The SDK marks its own constant obsolete with the 2026-07-28 revision; servers of today send these all the same.
    private const string LogNotification = "notifications/message";

    private readonly ConcurrentDictionary<RequestId, ForwardedCall> _calls = new();
    private readonly ConcurrentDictionary<long, ForwardedCall> _byProgressToken = new();
    private RequestId _handshakeId;

    public string Name => inner.Name;

    /// <summary>The server's own result of <c>initialize</c> or <c>server/discover</c>, whichever was answered last.</summary>
    public JsonObject? Handshake { get; private set; }

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new Session(this, await inner.ConnectAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>From now until disposed, the call hears its progress.</summary>
    public IDisposable Follow(ForwardedCall call)
    {
        _byProgressToken[call.ProgressToken] = call;
        return new Following(this, call);
    }

    private void OnSending(JsonRpcMessage message)
    {
        switch (message)
        {
            case JsonRpcRequest { Method: RequestMethods.Initialize or RequestMethods.ServerDiscover } request:
                _handshakeId = request.Id;
                break;
            case JsonRpcRequest { Context.Items: { } items } request
                when items.TryGetValue(ForwardedCall.ContextKey, out var item) && item is ForwardedCall call:
                _calls[request.Id] = call;
                call.WasSent = true;
                break;
        }
    }

    private ForwardedCall? CancelledBy(JsonRpcMessage message) =>
        message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject members }
        && members["requestId"] is JsonValue id && id.TryGetValue(out long number)
            ? _calls.GetValueOrDefault(new RequestId(number))
            : null;

    private void OnReceived(JsonRpcMessage message)
    {
        switch (message)
        {
            case JsonRpcResponse { Result: JsonObject result } response when response.Id == _handshakeId:
                Handshake = result;
                break;
            case JsonRpcResponse response:
                _calls.TryRemove(response.Id, out _);
                break;
            case JsonRpcError error when _calls.TryRemove(error.Id, out var call):
                call.Error = error.Error;
                break;
            case JsonRpcNotification { Method: NotificationMethods.ProgressNotification } progress:
                if (TryGetProgressToken(progress.Params, out var token) && _byProgressToken.TryGetValue(token, out var progressing))
                {
                    progressing.Listener.OnProgress(progress.Params);
                }

                break;
            case JsonRpcNotification { Method: LogNotification } log:
                foreach (var (_, listening) in _byProgressToken)
                {
                    listening.Listener.OnLog(log.Params);
                }

                break;
        }
    }

    private static bool TryGetProgressToken(JsonNode? notification, out long token)
    {
        token = 0;
        return notification is JsonObject members && members["progressToken"] is JsonValue value && value.TryGetValue(out token);
    }

    private sealed class Following(TappedTransport tap, ForwardedCall call) : IDisposable
    {
        public void Dispose()
        {
            tap._byProgressToken.TryRemove(call.ProgressToken, out _);
            foreach (var (id, followed) in tap._calls)
            {
                // A cancelled call has no answer that would have removed it.
                if (ReferenceEquals(followed, call))
                {
                    tap._calls.TryRemove(id, out _);
                }
            }
        }
    }

    private sealed class Session(TappedTransport tap, ITransport transport) : ITransport
    {
        private readonly TappedReader _reader = new(tap, transport.MessageReader);

        public string? SessionId => transport.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader => _reader;

        public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
        {
            tap.OnSending(message);
            try
            {
                await transport.SendMessageAsync(message, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                tap.CancelledBy(message)?.CancelTold.TrySetResult();
            }
        }

        public ValueTask DisposeAsync() => transport.DisposeAsync();
    }

    /// <summary>The transport's own channel: no second queue, no second task.</summary>
    private sealed class TappedReader(TappedTransport tap, ChannelReader<JsonRpcMessage> reader) : ChannelReader<JsonRpcMessage>
    {
        public override Task Completion => reader.Completion;

        public override bool TryRead([MaybeNullWhen(false)] out JsonRpcMessage item)
        {
            if (!reader.TryRead(out item))
            {
                return false;
            }

            tap.OnReceived(item);
            return true;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            reader.WaitToReadAsync(cancellationToken);
    }
}
