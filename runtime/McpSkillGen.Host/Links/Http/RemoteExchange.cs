using System.Net;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Host.Lifetime;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links.Http;

/// <summary>
/// Stands between the SDK's transport and the network, for one session. Requests get the config's headers and only go to the
/// config's server. Responses are read through a filter that takes results past the SDK. Responses that are not answers are
/// remembered, because the SDK's exceptions say little about them.
/// </summary>
internal sealed class RemoteExchange(ServerLaunch.Remote launch, CallTap tap, bool isSse) : DelegatingHandler
{
    private const int MaxRedirects = 5;
    private const string NoStream = "It has no stream on which it could send the answer later.";

    // A server that hangs must not keep a host from leaving.
    private static readonly TimeSpan GoodbyeBudget = TimeSpan.FromSeconds(2);

    private readonly ServerOddities _oddities = new();
    private readonly TaskCompletionSource _streamDeclined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile HttpTrouble? _latestTrouble;
    private Uri _endpoint = launch.Endpoint;
    private int _failedStreams;

    /// <summary>What the server wrote so far that no call could use.</summary>
    public ServerOddities.Counts Oddities => _oddities.Now;

    /// <summary>Why the server could not be connected to, if a response says so.</summary>
    public HttpTrouble? LatestTrouble => _latestTrouble;

    /// <summary>Whether the server began a stream of events, as one with the older transport does.</summary>
    public bool HasStream { get; private set; }

    /// <summary>Completes when the server declines the stream of messages that answer no request.</summary>
    public Task StreamDeclined => _streamDeclined.Task;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = AddressFor(request.RequestUri!);
        if (request.Method == HttpMethod.Post && tap.Sending is null)
        {
            _latestTrouble = null;
        }

        ConfigHeaders.AddTo(request, launch);
        if (request.Content is not null)
        {
            // With its length, because not every server reads a body in chunks. And a redirect needs it again.
            await request.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        }

        if (request.Method == HttpMethod.Delete)
        {
            using var goodbye = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            goodbye.CancelAfter(GoodbyeBudget);
            return await base.SendAsync(request, goodbye.Token).ConfigureAwait(false);
        }

        if (request.Method == HttpMethod.Get && !isSse)
        {
            return await OpenStreamAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var (response, remark) = await FollowAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.Method == HttpMethod.Post)
        {
            await LookAtAnswerAsync(request, response, remark, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await LookAtStreamAsync(request, response, remark, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    /// <summary>
    /// Asks for a stream, and pauses after a failure: once a stream had an event with an id, the SDK asks for it for ever, and without a
    /// pause of its own when the server is gone.
    /// </summary>
    private async Task<HttpResponseMessage> OpenStreamAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var (response, remark) = await FollowAsync(request, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode >= 500)
            {
                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                Interlocked.Exchange(ref _failedStreams, 0);
            }

            await LookAtStreamAsync(request, response, remark, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (HttpRequestException)
        {
            await PauseAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    // A call whose answer was cut off is resumed a few times only, and its caller waits.
    private Task PauseAsync(CancellationToken cancellationToken) => tap.Sending is not null ? Task.CompletedTask
        : Task.Delay(ReconnectPolicy.PauseAfter(Interlocked.Increment(ref _failedStreams)), cancellationToken);

    private static bool IsSameServer(Uri one, Uri other) =>
        string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase)
        && ((one.Scheme == other.Scheme && one.Port == other.Port) || (one.Scheme == "https" && other is { Scheme: "http", IsDefaultPort: true } && one.IsDefaultPort));

    // 0.0.0.0 is what a server listens on, and not an address to call, but many say it of themselves.
    private static bool IsThisMachine(Uri address) => address.IsLoopback || address.IdnHost is "0.0.0.0";

    /// <summary>Where a message goes. An SSE server names the address itself: arguments and headers must not go to another server.</summary>
    private Uri AddressFor(Uri named)
    {
        if (named == launch.Endpoint)
        {
            return _endpoint;
        }

        if (IsSameServer(named, launch.Endpoint))
        {
            return named;
        }

        var here = new UriBuilder(named) { Host = launch.Endpoint.Host }.Uri;
        return IsThisMachine(named) && IsThisMachine(launch.Endpoint) && IsSameServer(here, launch.Endpoint)
            ? here
            : throw new NotFollowedException(
                $"The server at {launch.ShownAddress} wants messages to be sent to another server, {named.Scheme}://{named.Authority}, which is not followed. If that is the right server, put its address into \"url\" of mcp-config.json; otherwise the server must be told the address that it is reached at.");
    }

    /// <summary>Sends, and follows redirects with the same method and body: an MCP message is always a POST.</summary>
    private async Task<(HttpResponseMessage Response, string? Remark)> FollowAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var asked = request.RequestUri!;
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 307 or 308) || response.Headers.Location is not { } location)
            {
                if (redirects > 0 && response.IsSuccessStatusCode && !isSse)
                {
                    _endpoint = asked;
                }

                return (response, null);
            }

            var target = new Uri(asked, location);
            if (!IsSameServer(target, launch.Endpoint))
            {
                return (response, $"It redirects to another server, {target.Scheme}://{target.Authority}, which is not followed. If the new address is right, put it into \"url\" of mcp-config.json.");
            }

            if (redirects == MaxRedirects)
            {
                return (response, "It redirects in a circle.");
            }

            response.Dispose();
            request.RequestUri = target;
        }
    }

    /// <summary>The response to a message.</summary>
    private async Task LookAtAnswerAsync(HttpRequestMessage request, HttpResponseMessage response, string? remark, CancellationToken cancellationToken)
    {
        var awaited = (tap.SendingMessage as JsonRpcRequest)?.Id;
        if (response.IsSuccessStatusCode)
        {
            if (isSse)
            {
                // It answers elsewhere.
                return;
            }

            if (awaited is not { } id)
            {
                // A notification or an answer of ours needs no answer: whatever came is none.
                Empty(response, HttpStatusCode.Accepted);
                return;
            }

            var missed = OnMissedAnswer(request, response);
            try
            {
                switch (await BodyKinds.FindAsync(response, cancellationToken).ConfigureAwait(false))
                {
                    case BodyKind.Events:
                        response.Content = new FilteredContent(response.Content, new EventStreamFilter(Sorter(), id, missed));
                        return;
                    case BodyKind.Json:
                        response.Content = new FilteredContent(response.Content, new JsonBodyFilter(Sorter(), id, missed));
                        return;
                    case BodyKind.Nothing when tap.Sending is RemoteCall call:
                        remark ??= NoStream;
                        if (!StreamDeclined.IsCompleted)
                        {
                            call.Unanswered = new HttpTrouble(
                                launch.ShownAddress, response.StatusCode, MediaType: null, Excerpt: "", HasSession(request), remark);
                            Empty(response, HttpStatusCode.Accepted);
                            return;
                        }

                        break;
                }
            }
            catch (IOException e)
            {
                missed($"that cannot be read: {e.Message.TrimEnd('.')}", "");
                Empty(response, response.StatusCode);
                return;
            }
        }

        await ReportAsync(request, response, remark, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.NotFound && tap.Sending is not null)
        {
            // At 404 the SDK would cut off the session's other calls, which may still be answered.
            response.StatusCode = HttpStatusCode.Gone;
        }
    }

    /// <summary>The response to a GET: the stream of an SSE server, that of messages that answer no request, or a stream that is resumed.</summary>
    private async Task LookAtStreamAsync(HttpRequestMessage request, HttpResponseMessage response, string? remark, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType is "text/event-stream")
        {
            HasStream = true;
            response.Content = new FilteredContent(response.Content, new EventStreamFilter(Sorter(), awaited: null));
            return;
        }

        if (!isSse)
        {
            if ((int)response.StatusCode < 500)
            {
                // However a server declines, it may: 405 is what the SDK understands. At 404 it would end the session.
                _streamDeclined.TrySetResult();
                Empty(response, HttpStatusCode.MethodNotAllowed);
            }

            return;
        }

        await ReportAsync(request, response, remark, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            // The SDK would wait for the first event, which never comes.
            throw new NotFollowedException(_latestTrouble!.Tell());
        }
    }

    private MessageSorter Sorter() => new(tap, _oddities);

    private bool HasSession(HttpRequestMessage request) => isSse || request.Headers.Contains("Mcp-Session-Id");

    private static void Empty(HttpResponseMessage response, HttpStatusCode status)
    {
        response.Content.Dispose();
        (response.StatusCode, response.Content) = (status, new ByteArrayContent([]));
    }

    /// <summary>What happens when a body that should answer a request does not: it gets the flaw, and the body's beginning.</summary>
    private Action<string, string> OnMissedAnswer(HttpRequestMessage request, HttpResponseMessage response)
    {
        var call = tap.Sending as RemoteCall;
        var (type, status, hadSession) = (response.Content.Headers.ContentType?.MediaType, response.StatusCode, HasSession(request));
        return (flaw, excerpt) => Report(call, new HttpTrouble(launch.ShownAddress, status, type, excerpt, hadSession, Remark: null) { Flaw = flaw });
    }

    private async Task ReportAsync(HttpRequestMessage request, HttpResponseMessage response, string? remark, CancellationToken cancellationToken)
    {
        var call = tap.Sending;
        var hadSession = call is not null && HasSession(request);
        var address = launch.ShownAddress;
        if (isSse && call is null && request.Method == HttpMethod.Post && response.StatusCode is (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed))
        {
            address = request.RequestUri!.GetLeftPart(UriPartial.Path);
            remark = $"The server at {launch.ShownAddress} named this address for messages. If a reverse proxy puts another path in front of it, tell the server that path.";
        }

        var trouble = await HttpTrouble.ReadAsync(response, address, hadSession, remark, cancellationToken).ConfigureAwait(false);
        Report(call as RemoteCall, trouble with { Advice = AuthorizationHandler.AdviceFor(request) });
    }

    private void Report(RemoteCall? call, HttpTrouble trouble)
    {
        if (call is null)
        {
            _latestTrouble = trouble;
        }
        else
        {
            call.Trouble = trouble;
        }
    }
}
