using System.Threading.Channels;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links.Http;

/// <summary>Wraps a transport of the SDK, and shows the tap every message that is sent.</summary>
internal sealed class TappedTransport(IClientTransport inner, CallTap tap) : IClientTransport
{
    public string Name => inner.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new Session(tap, await inner.ConnectAsync(cancellationToken).ConfigureAwait(false));

    private sealed class Session(CallTap tap, ITransport transport) : ITransport
    {
        public string? SessionId => transport.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader => transport.MessageReader;

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
}
