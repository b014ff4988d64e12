using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace McpSkillGen.Host.Links.Stdio;

/// <summary>
/// The link to a server that is a process of this host. A request is one line, and so is its answer. Neither goes through
/// the SDK, which would build a tree of each and pass it from thread to thread, at several times the cost of everything else.
/// </summary>
internal sealed class ProcessLink : IServerLink
{
    // A server whose pipe broke is as good as dead; its exit code is usually there within a millisecond.
    private static readonly TimeSpan LastWordsBudget = TimeSpan.FromSeconds(2);

    private readonly McpClient _client;
    private readonly CallTap _tap;
    private readonly ServerProcess _process;
    private readonly StdioTransport _stdio;
    private readonly SdkRequests _sdk;

    /// <param name="client">Negotiated.</param>
    /// <param name="tap">Sees what the client sends and receives.</param>
    /// <param name="process">The server's process.</param>
    /// <param name="stdio">What the client talks through.</param>
    public ProcessLink(McpClient client, CallTap tap, ServerProcess process, StdioTransport stdio)
    {
        (_client, _tap, _process, _stdio, _sdk) = (client, tap, process, stdio, new SdkRequests(client));
        Ended = Task.WhenAny(client.Completion, process.Exited);
    }

    public TransportKind Transport => TransportKind.Stdio;

    public int? ProcessId => _process.Id;

    public Task Ended { get; }

    public ServerOddities.Counts Oddities => _stdio.Oddities;

    // A modern request carries what the handshake said about us. Without that, only the SDK can write it.
    private bool CanGoPastSdk => _sdk.IsLegacy || !_tap.Introduction.IsEmpty;

    public string? TellOdditiesSince(ServerOddities.Counts earlier) => _stdio.TellOdditiesSince(earlier);

    public string TellEnd() => LastWords.Of(_process, _process.Exited.IsCompletedSuccessfully ? _process.Exited.Result : null);

    public void HoldRequests() => _stdio.HoldLines();

    public void ReleaseRequests() => _stdio.ReleaseLines();

    public async Task<ServerAnswer> RequestAsync(
        string method, ReadOnlyMemory<byte> parameters, ICallListener? listener, CancellationToken cancellationToken)
    {
        var call = new ForwardedCall(method, listener) { IsPastSdk = CanGoPastSdk };
        using var following = _tap.Follow(call);
        try
        {
            if (!call.IsPastSdk)
            {
                return await _sdk.ForwardAsync(call, JsonTree.OfObject(parameters), cancellationToken).ConfigureAwait(false);
            }

            var answer = await SendLineAsync(call, parameters).WaitAsync(cancellationToken).ConfigureAwait(false);
            switch (answer)
            {
                case LineAnswer.None:
                    return await LostAsync().ConfigureAwait(false);
                case LineAnswer.InputRequired { Line: var question }:
                    call = new ForwardedCall(method, listener);
                    using (_tap.Follow(call))
                    {
                        return await InputRounds.AnswerAsync(_client, question, parameters, cancellationToken).ConfigureAwait(false) is { } answered
                            ? await _sdk.ForwardAsync(call, answered, cancellationToken).ConfigureAwait(false)
                            : InputRounds.Refused;
                    }

                default:
                    return Answers.Of(answer);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _sdk.CancelAsync(call, isOurs: call.IsPastSdk).ConfigureAwait(false);
            throw;
        }
        catch (McpProtocolException e)
        {
            return new ServerAnswer.Error(ServerError.Of(e));
        }
        catch (Exception e) when (InputRounds.IsRefusal(e) || e is McpException)
        {
            return InputRounds.Refused;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Cancelled, but not by the caller: the link was ended during the call.
            return await LostAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The process first: as long as the client still reads, a server that writes while it ends does not block.
        await _process.DisposeAsync().ConfigureAwait(false);
        await _client.DisposeAsync().ConfigureAwait(false);
    }

    private Task<LineAnswer> SendLineAsync(ForwardedCall call, ReadOnlyMemory<byte> parameters)
    {
        var meta = RequestLine.MetaMembers(_sdk.IsLegacy ? default : _tap.Introduction.Span, call.WantsNews ? call.ProgressToken : null);
        _stdio.Send(RequestLine.Of(_tap.Register(call), call.Method, RequestLine.WithMeta(parameters, meta)), call.OnSent);
        return call.Answered;
    }

    private async Task<ServerAnswer> LostAsync() =>
        new ServerAnswer.Lost(LastWords.Of(_process, await _process.ExitWithinAsync(LastWordsBudget).ConfigureAwait(false)));
}
