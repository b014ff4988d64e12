using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using McpSkillGen.Host.Network;
using ModelContextProtocol;
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
            catch (Exception e) when (message is JsonRpcRequest { Method: RequestMethods.ServerDiscover } && MeansThatItIsNotKnown(e))
            {
                // After an error that is MCP's, the SDK asks for initialize.
                throw new McpProtocolException(e.Message, e, McpErrorCode.MethodNotFound);
            }
            finally
            {
                tap.OnSent(message);
            }
        }

        public ValueTask DisposeAsync() => transport.DisposeAsync();

        /// <summary>
        /// Whether a server that does not know <c>server/discover</c> may be the cause: such servers refuse it with any status,
        /// close the connection, or answer nothing. A server that cannot be reached, that wants a login or a pause is none of them.
        /// </summary>
        private static bool MeansThatItIsNotKnown(Exception e) => e switch
        {
            HttpRequestException failure => !Unreachable.IsCauseOf(failure)
                && failure.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.ProxyAuthenticationRequired),
            McpProtocolException => false,
            McpException or IOException or JsonException => true,
            _ => false,
        };
    }
}
