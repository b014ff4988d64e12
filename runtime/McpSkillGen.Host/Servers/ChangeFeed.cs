using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Asks a server to say when its tools change: since 2026-07-28 it does so only in answer to <c>subscriptions/listen</c>, a
/// request that ends with the session. Where it ends before that, as a proxy may end what is silent, it is made again.
/// </summary>
/// <param name="client">Connected to the server. What it says comes by way of the <see cref="CallTap"/>.</param>
/// <param name="onMissed">Called when the server may have said something that nobody heard.</param>
internal sealed class ChangeFeed(McpClient client, Action onMissed) : IAsyncDisposable
{
    // Above what a proxy takes to come back, and no burden on a server that ends every request at once.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _closing = new();
    private Task _listening = Task.CompletedTask;

    /// <summary>Listens from now on. Once at most.</summary>
    public void Open() => _listening = Task.Run(ListenAsync, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!client.Completion.IsCompleted)
        {
            try
            {
                await client.SendRequestAsync(Request(), _closing.Token).ConfigureAwait(false);
            }
            catch (McpProtocolException)
            {
                // It cannot after all, and will not be able to a moment later.
                return;
            }
            catch (Exception e) when (e is IOException or HttpRequestException or McpException)
            {
                // The connection was cut: the session's end is told elsewhere, if it is one.
            }

            await Task.Delay(Pause, _closing.Token).ConfigureAwait(false);
            onMissed();
        }
    }

    private static JsonRpcRequest Request() => new()
    {
        Method = RequestMethods.SubscriptionsListen,
        Params = new JsonObject { ["notifications"] = new JsonObject { ["toolsListChanged"] = true } },
    };
}
