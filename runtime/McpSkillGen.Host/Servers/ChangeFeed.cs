using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Asks a server to report when its tools change: since 2026-07-28 it does so only in answer to <c>subscriptions/listen</c>, a
/// request that lasts as long as the session. If it ends earlier, because a proxy ended a silent connection, it is repeated.
/// </summary>
/// <param name="client">Connected to the server. What the server reports goes through the <see cref="CallTap"/>.</param>
/// <param name="onMissed">Called if the server may have reported something while nobody listened.</param>
internal sealed class ChangeFeed(McpClient client, Action onMissed) : IAsyncDisposable
{
    // Longer than a proxy takes to come back, and no burden on a server that ends every request at once.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _closing = new();
    private Task _listening = Task.CompletedTask;

    /// <summary>Listens from now on. To be called once.</summary>
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
                // The server does not support it after all.
                return;
            }
            catch (Exception e) when (e is IOException or HttpRequestException or McpException)
            {
                // The connection was cut. If the session has ended, that is noticed elsewhere.
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
