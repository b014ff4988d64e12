using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Network;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links.Http;

/// <summary>The link to a server over HTTP. Its requests go through the SDK.</summary>
/// <param name="client">Negotiated.</param>
/// <param name="tap">Sees what the client sends and receives.</param>
/// <param name="connection">What the client talks through.</param>
/// <param name="address">The server's, without secrets.</param>
internal sealed class RemoteLink(McpClient client, CallTap tap, RemoteConnection connection, string address) : IServerLink
{
    private readonly SdkRequests _sdk = new(client);

    public TransportKind Transport => connection.Transport;

    public int? ProcessId => null;

    public Task Ended => client.Completion;

    public ServerOddities.Counts Oddities => connection.Exchange.Oddities;

    public string? TellOdditiesSince(ServerOddities.Counts earlier) => Oddities.TellSince(earlier, unendedLength: 0);

    public string TellEnd() => $"The connection to {address} was lost.";

    public void HoldRequests()
    {
    }

    public void ReleaseRequests()
    {
    }

    public async Task<ServerAnswer> RequestAsync(
        string method, ReadOnlyMemory<byte> parameters, ICallListener? listener, CancellationToken cancellationToken)
    {
        var call = new RemoteCall(method, listener);
        using var following = tap.Follow(call);
        try
        {
            var answer = await ForwardAsync(call, JsonTree.OfObject(parameters), cancellationToken).ConfigureAwait(false);
            return await JudgeAsync(answer, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Over Streamable HTTP the SDK has not finished sending a request before its response has ended, and so does not
            // tell. With the newest protocol the end of the connection tells.
            await _sdk.CancelAsync(call, isOurs: Transport is TransportKind.Http && _sdk.IsLegacy).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (call.Trouble is not null && e is (HttpRequestException or McpException or IOException or OperationCanceledException))
        {
            return call.Trouble!.ToAnswer();
        }
        catch (McpProtocolException e)
        {
            return await JudgeAsync(new ServerAnswer.Error(ServerError.Of(e)), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (InputRounds.IsRefusal(e))
        {
            return InputRounds.Refused;
        }
        catch (NotFollowedException e)
        {
            return new ServerAnswer.NotDelivered(e.Message);
        }
        catch (HttpRequestException e) when (Unreachable.IsCauseOf(e))
        {
            return new ServerAnswer.SessionLost(new ServerAnswer.NotDelivered(Unreachable.Tell(e, address)));
        }
        catch (Exception e) when (e is HttpRequestException or McpException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Cancelled, but not by the caller: the link was ended during the call. An McpException that is no protocol error
            // is the SDK's word for an answer that did not come before the stream ended.
            return new ServerAnswer.Lost($"The connection to {address} was lost before the answer came: {Unreachable.CauseOf(e)}");
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task<ServerAnswer> ForwardAsync(RemoteCall call, JsonObject parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await _sdk.ForwardAsync(call, parameters, cancellationToken).ConfigureAwait(false);
        }
        catch (McpException e) when (call.Unanswered is { } trouble && e is not McpProtocolException)
        {
            // To the SDK a response without an answer is the end. The answer may come on the session's stream.
            await Task.WhenAny(call.Answered, connection.Exchange.StreamDeclined).WaitAsync(cancellationToken).ConfigureAwait(false);
            return call.IsAnswered ? Answers.Of(await call.Answered.ConfigureAwait(false)) : trouble.ToAnswer();
        }
    }

    private async Task<ServerAnswer> JudgeAsync(ServerAnswer answer, CancellationToken cancellationToken) => answer switch
    {
        // The headers that a modern server wants have changed: a new session asks for its tools again.
        ServerAnswer.Error { Detail.Code: (int)McpErrorCode.HeaderMismatch } => new ServerAnswer.SessionLost(answer),
        ServerAnswer.Error { Detail: var error } when client.SessionId is not null && LostSession.IsToldBy(error.Message)
            && await IsSessionLostAsync(cancellationToken).ConfigureAwait(false) => new ServerAnswer.SessionLost(answer),
        _ => answer,
    };

    /// <summary>Whether an error about a session is about ours. A tool may have sessions of its own, and then it has run.</summary>
    private async Task<bool> IsSessionLostAsync(CancellationToken cancellationToken)
    {
        var call = new RemoteCall(RequestMethods.Ping, listener: null);
        using var following = tap.Follow(call);
        try
        {
            return await _sdk.ForwardAsync(call, [], cancellationToken).ConfigureAwait(false) is ServerAnswer.Error { Detail.Message: var words }
                && LostSession.IsToldBy(words);
        }
        catch (Exception e) when (e is HttpRequestException or McpException or IOException)
        {
            return call.Trouble?.ToAnswer() is ServerAnswer.SessionLost;
        }
    }
}

/// <summary>A call over HTTP.</summary>
internal sealed class RemoteCall(string method, ICallListener? listener) : ForwardedCall(method, listener)
{
    /// <summary>The response that does not answer it, if there is one.</summary>
    public HttpTrouble? Trouble { get; set; }

    /// <summary>How the server took it without an answer, if it did. The answer may come on the session's stream, unless there is none.</summary>
    public HttpTrouble? Unanswered { get; set; }
}
