using System.Net;
using System.Net.Http.Headers;
using System.Text;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Links.Http;

/// <summary>
/// Stands between the SDK's transport and the network, for one session. Requests get the config's headers and only go to the
/// config's server. Responses are read through a filter that takes results past the SDK. Responses that are not answers are
/// remembered, because the SDK's exceptions say little about them.
/// </summary>
internal sealed class RemoteExchange(ServerLaunch.Remote launch, CallTap tap, bool isSse) : DelegatingHandler
{
    private const int MaxRedirects = 5;

    // A server that hangs must not keep a host from leaving.
    private static readonly TimeSpan GoodbyeBudget = TimeSpan.FromSeconds(2);

    private readonly ServerOddities _oddities = new();
    private volatile HttpTrouble? _latestTrouble;
    private Uri _endpoint = launch.Endpoint;

    /// <summary>What the server wrote so far that no call could use.</summary>
    public ServerOddities.Counts Oddities => _oddities.Now;

    /// <summary>Why the server could not be connected to, if a response says so.</summary>
    public HttpTrouble? LatestTrouble => _latestTrouble;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsSameServer(request.RequestUri!, launch.Endpoint))
        {
            // An SSE server names the address for messages itself. Arguments and headers must not go to another server.
            throw new HttpRequestException($"The server at {launch.ShownAddress} names an address on another host, {request.RequestUri!.Host}, which is not followed");
        }

        if (tap.Sending is null)
        {
            _latestTrouble = null;
        }

        AddHeaders(request);
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

        var (response, remark) = await FollowAsync(request, cancellationToken).ConfigureAwait(false);
        await LookAtAsync(request, response, remark, cancellationToken).ConfigureAwait(false);
        return response;
    }

    private static bool IsSameServer(Uri one, Uri other) =>
        string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase)
        && ((one.Scheme == other.Scheme && one.Port == other.Port) || (one.Scheme == "https" && other is { Scheme: "http", IsDefaultPort: true } && one.IsDefaultPort));

    private void AddHeaders(HttpRequestMessage request)
    {
        foreach (var (name, value) in launch.Headers)
        {
            // Not checked, because servers want all kinds of values. What cannot be sent at all is left out.
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Headers.UserAgent.Count == 0 && !launch.Headers.ContainsKey("User-Agent"))
        {
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue(ClientIdentity.Name, ClientIdentity.Version.Split('+')[0]));
        }

        if (request.Headers.Authorization is null && launch.Endpoint.UserInfo.Length > 0)
        {
            var credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(launch.Endpoint.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }
    }

    /// <summary>Sends, and follows redirects with the same method and body: an MCP message is always a POST.</summary>
    private async Task<(HttpResponseMessage Response, string? Remark)> FollowAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri == launch.Endpoint)
        {
            request.RequestUri = _endpoint;
        }

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

    private async Task LookAtAsync(HttpRequestMessage request, HttpResponseMessage response, string? remark, CancellationToken cancellationToken)
    {
        var isMessage = request.Method == HttpMethod.Post;
        if (response.IsSuccessStatusCode)
        {
            var sorter = new MessageSorter(tap, _oddities);
            switch (response.Content.Headers.ContentType?.MediaType)
            {
                case "text/event-stream":
                    response.Content = new FilteredContent(response.Content, new EventStreamFilter(sorter));
                    return;
                case "application/json" when !isSse:
                    response.Content = new FilteredContent(response.Content, new JsonBodyFilter(sorter));
                    return;
            }

            // A notification or an answer of ours needs no answer, and an SSE server answers elsewhere.
            if (isMessage && (isSse || response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.NoContent))
            {
                return;
            }
        }

        var call = tap.Sending;
        if (isMessage || call is null)
        {
            var hadSession = isMessage && call is not null && (isSse || request.Headers.Contains("Mcp-Session-Id"));
            var read = await HttpTrouble.ReadAsync(response, launch.ShownAddress, hadSession, remark, cancellationToken).ConfigureAwait(false);
            var trouble = read with { Advice = AuthorizationHandler.AdviceFor(request) };
            if (call is RemoteCall remote)
            {
                remote.Trouble = trouble;
            }
            else if (isMessage || isSse)
            {
                // Except for the stream of unsolicited messages, which a server may decline.
                _latestTrouble = trouble;
                if (response.IsSuccessStatusCode)
                {
                    // The SDK would wait for the first event, which never comes.
                    throw new HttpRequestException(trouble.Tell());
                }
            }
        }
    }
}
