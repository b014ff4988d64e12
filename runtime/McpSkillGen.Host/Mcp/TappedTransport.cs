using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Mcp;

/// <summary>Stands between the SDK and a transport of its own, and lets the tap see every message.</summary>
internal sealed class TappedTransport(IClientTransport inner, CallTap tap) : IClientTransport
{
    public string Name => inner.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new Session(tap, await inner.ConnectAsync(cancellationToken).ConfigureAwait(false));

    private sealed class Session(CallTap tap, ITransport transport) : ITransport
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
                tap.OnSent(message);
            }
        }

        public ValueTask DisposeAsync() => transport.DisposeAsync();
    }

    /// <summary>The transport's own channel: no second queue, no second task.</summary>
    private sealed class TappedReader(CallTap tap, ChannelReader<JsonRpcMessage> reader) : ChannelReader<JsonRpcMessage>
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
