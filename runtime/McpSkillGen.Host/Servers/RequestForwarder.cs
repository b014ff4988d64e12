using System.Buffers;
using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Links.Stdio;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Network;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>Takes requests to a server and brings their ends back: past the SDK over pipes, through it over HTTP.</summary>
/// <param name="client">Connected.</param>
/// <param name="tap">Sees what the client sends and gets.</param>
/// <param name="stdio">What the client talks through, where that is a process's pipes.</param>
/// <param name="transport">How the server is reached.</param>
/// <param name="address">Of a server over HTTP, without secrets.</param>
/// <param name="describeEnd">What is known of the server's end, for people.</param>
internal sealed class RequestForwarder(
    McpClient client, CallTap tap, StdioTransport? stdio, TransportKind transport, string address, Func<Exception, Task<string>> describeEnd)
{
    // A server that reads nothing is not told; its caller must not wait for that.
    private static readonly TimeSpan CancelBudget = TimeSpan.FromMilliseconds(500);

    private const string LogLevel = "io.modelcontextprotocol/logLevel";

    private static long s_lastProgressToken;

    private readonly bool _isLegacy = McpVersions.IsLegacy(client.NegotiatedProtocolVersion);

    /// <summary>Why tools that the server lists must not be offered nor called, by name. Only over HTTP are there any.</summary>
    public IReadOnlyDictionary<string, string> UnfitTools { get; set; } = ReadOnlyDictionary<string, string>.Empty;

    // Over pipes a request is one line, and so is its answer: nothing in them is for the SDK, which would make a tree of each
    // and hand it from thread to thread, at several times the cost of everything else here.
    private bool IsPastSdk => stdio is not null && (_isLegacy || !tap.Introduction.IsEmpty);

    private bool IsRemote => stdio is null;

    /// <summary>Forwards one request and waits for its end.</summary>
    /// <param name="method">The MCP method.</param>
    /// <param name="parameters">Its params: one JSON object, valid UTF-8.</param>
    /// <param name="listener">The caller's ears; null when the request is the host's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the server was told.</exception>
    public async Task<ServerAnswer> ForwardAsync(
        string method, ReadOnlyMemory<byte> parameters, ICallListener? listener, CancellationToken cancellationToken)
    {
        var call = NewCall(listener, isPastSdk: IsPastSdk);
        using var following = tap.Follow(call);
        var asksForNews = listener is not null && method == RequestMethods.ToolsCall;
        try
        {
            if (!IsPastSdk)
            {
                return await ForwardThroughSdkAsync(call, method, JsonNode.Parse(parameters.Span)!.AsObject(), asksForNews, cancellationToken).ConfigureAwait(false);
            }

            var answer = await ForwardPastSdkAsync(call, method, parameters, asksForNews, cancellationToken).ConfigureAwait(false);
            if (answer is not LineAnswer.InputRequired { Line: var question })
            {
                return Answers.Of(answer);
            }

            call = NewCall(listener, isPastSdk: false);
            using var followingOn = tap.Follow(call);
            return await InputRounds.AnswerAsync(client, question, parameters, cancellationToken).ConfigureAwait(false) is { } answered
                ? await ForwardThroughSdkAsync(call, method, answered, asksForNews, cancellationToken).ConfigureAwait(false)
                : new ServerAnswer.Unusable("asks for input in a way that is not MCP");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await TellOfCancelAsync(call).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (call.Trouble is not null && e is (HttpRequestException or McpException or IOException or OperationCanceledException))
        {
            return Answers.Of(call.Trouble!, e as McpProtocolException);
        }
        catch (McpProtocolException e)
        {
            // What a modern server wants as headers has changed: a fresh session asks for its tools again.
            var error = Answers.Of(call.Error, e);
            return IsRemote && e.ErrorCode is McpErrorCode.HeaderMismatch ? new ServerAnswer.SessionLost(error) : error;
        }
        catch (HttpRequestException e) when (Unreachable.IsCauseOf(e))
        {
            return new ServerAnswer.SessionLost(new ServerAnswer.NotDelivered(Unreachable.Tell(e, address)));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or HttpRequestException || (IsRemote && e is McpException))
        {
            // Cancelled without our asking: the session was disposed under the call. The SDK's own words for an answer that
            // did not come, when a stream over HTTP ends, are no protocol error.
            return new ServerAnswer.Lost(await describeEnd(e).ConfigureAwait(false));
        }
    }

    private static ForwardedCall NewCall(ICallListener? listener, bool isPastSdk) =>
        new(listener ?? DeafListener.Instance, Interlocked.Increment(ref s_lastProgressToken)) { IsPastSdk = isPastSdk };

    private async Task<LineAnswer> ForwardPastSdkAsync(ForwardedCall call, string method, ReadOnlyMemory<byte> parameters, bool asksForNews, CancellationToken cancellationToken)
    {
        var meta = RequestLine.MetaMembers(_isLegacy ? default : tap.Introduction.Span, asksForNews ? call.ProgressToken : null);
        var line = RequestLine.Of(tap.Register(call), method, RequestLine.WithMeta(parameters, meta));
        stdio!.Send(line, call.OnSent);
        return await call.Answered.WaitAsync(cancellationToken).ConfigureAwait(false) switch
        {
            LineAnswer.None => throw new IOException("The server closed its output."),
            LineAnswer.NotSent => throw stdio.InputClosed(),
            var answer => answer,
        };
    }

    private async Task<ServerAnswer> ForwardThroughSdkAsync(
        ForwardedCall call, string method, JsonObject parameters, bool asksForNews, CancellationToken cancellationToken)
    {
        if (method == RequestMethods.ToolsCall && parameters["name"] is JsonValue text && text.TryGetValue(out string? tool) && UnfitTools.TryGetValue(tool, out var why))
        {
            return new ServerAnswer.NotDelivered($"The server describes the tool '{tool}' in a way that MCP forbids to use; its author has to change it. {why}");
        }

        if (asksForNews)
        {
            AskForNews(parameters, call.ProgressToken);
        }

        var request = new JsonRpcRequest
        {
            Method = method,
            Params = parameters,
            Context = new JsonRpcMessageContext { Items = new Dictionary<string, object?> { [ForwardedCall.ContextKey] = call } },
        };

        // WaitAsync, because the SDK itself does not give up on a server that has stopped reading.
        var throughSdk = client.SendRequestAsync(request, cancellationToken);
        await Task.WhenAny(throughSdk, call.Answered).WaitAsync(cancellationToken).ConfigureAwait(false);
        return call.IsAnswered
            ? Answers.Of(await call.Answered.ConfigureAwait(false))
            : new ServerAnswer.Result(new ReadOnlySequence<byte>(ServerJson.ToBytes((await throughSdk.ConfigureAwait(false)).Result, ServerJson.Compact)));
    }

    private void AskForNews(JsonObject parameters, long token)
    {
        if (parameters["_meta"] is not JsonObject meta)
        {
            parameters["_meta"] = meta = [];
        }

        // The caller's own token, if any, is of its own numbering; ours is unique among all callers.
        meta["progressToken"] = token;
        if (!_isLegacy && !meta.ContainsKey(LogLevel))
        {
            // Since 2026-07-28 a server logs nothing about a request that does not ask for it.
            meta[LogLevel] = "info";
        }
    }

    // The SDK tells the server on its own time. A call must not end before that: with it may end the host, and the pipe.
    private async Task TellOfCancelAsync(ForwardedCall call)
    {
        if (call.SentAs is not { } id)
        {
            return;
        }

        // Over Streamable HTTP the SDK has not sent a request before its response has ended, and so does not tell. With the
        // newest protocol the end of the connection says it.
        var isOurs = call.IsPastSdk || (transport is TransportKind.Http && _isLegacy);
        var telling = isOurs ? SendCancelAsync(id) : call.CancelTold.Task;
        await Task.WhenAny(telling, Task.Delay(CancelBudget)).ConfigureAwait(false);
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
            // A server that cannot be told has lost its connection to the call, too.
        }
    }
}
