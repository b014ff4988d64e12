using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>What both links share: requests that go through the SDK, and cancels.</summary>
internal sealed class SdkRequests(McpClient client)
{
    // A server that reads nothing cannot be told. Its caller must not wait for that.
    private static readonly TimeSpan CancelBudget = TimeSpan.FromMilliseconds(500);

    private const string LogLevel = "io.modelcontextprotocol/logLevel";

    /// <summary>Whether the session began with <c>initialize</c>.</summary>
    public bool IsLegacy { get; } = McpVersions.IsLegacy(client.NegotiatedProtocolVersion);

    public async Task<ServerAnswer> ForwardAsync(ForwardedCall call, JsonObject parameters, CancellationToken cancellationToken)
    {
        if (call.WantsNews)
        {
            AskForNews(parameters, call.ProgressToken);
        }

        var request = new JsonRpcRequest
        {
            Method = call.Method,
            Params = parameters,
            Context = new JsonRpcMessageContext { Items = new Dictionary<string, object?> { [ForwardedCall.ContextKey] = call } },
        };

        // WaitAsync, because the SDK does not give up on a server that has stopped reading.
        var throughSdk = client.SendRequestAsync(request, cancellationToken);
        await Task.WhenAny(throughSdk, call.Answered).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!call.IsAnswered)
        {
            // Throws why it ended: an answer is there before the SDK gets its stand-in.
            await throughSdk.ConfigureAwait(false);
        }

        return Answers.Of(await call.Answered.ConfigureAwait(false));
    }

    /// <summary>
    /// Waits until the server was told that a call is cancelled. The SDK tells it some time later, but a call must not end
    /// before that: the host may end with it, and so the pipe.
    /// </summary>
    /// <param name="call">Does not want its answer any more.</param>
    /// <param name="isOurs">Whether the SDK does not tell the server, and we must.</param>
    public async Task CancelAsync(ForwardedCall call, bool isOurs)
    {
        if (call.SentAs is { } id)
        {
            var telling = isOurs ? SendCancelAsync(id) : call.CancelTold.Task;
            await Task.WhenAny(telling, Task.Delay(CancelBudget)).ConfigureAwait(false);
        }
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
            await client.SendMessageAsync(notification, budget.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or McpException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // A server that cannot be told has lost the connection to the call, too.
        }
    }

    private void AskForNews(JsonObject parameters, long token)
    {
        if (parameters["_meta"] is not JsonObject meta)
        {
            parameters["_meta"] = meta = [];
        }

        meta["progressToken"] = token;
        if (!IsLegacy && !meta.ContainsKey(LogLevel))
        {
            // Since 2026-07-28 a server logs nothing about a request that does not ask for it.
            meta[LogLevel] = "info";
        }
    }
}
