using System.Net.Security;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Host.Network;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol.Client;

namespace McpSkillGen.Host.Links.Http;

/// <summary>
/// A server that is reached over HTTP, for as long as the host lives: its connections, and so TLS, stay warm from one session
/// to the next. The one place where requests get what lets them through: proxies, certificates, the login.
/// </summary>
internal sealed class RemoteServer : IServerRoute
{
    // Most servers close idle connections earlier, and we notice. This limit is for routers and the like, which forget a
    // connection silently, after five minutes at the earliest.
    private static readonly TimeSpan ConnectionIdleTimeout = TimeSpan.FromMinutes(4);

    // So that a server that moved to another address is found there.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    // People, and other processes, wait for these answers.
    private static readonly TimeSpan AuthorizationTimeout = TimeSpan.FromSeconds(30);

    private readonly ServerLaunch.Remote _launch;
    private readonly SocketsHttpHandler _connections;
    private readonly HttpMessageHandler _authorized;

    /// <param name="launch">The server.</param>
    /// <param name="variable">Looks a variable up: proxies, certificates, where logins are kept.</param>
    /// <param name="loginCommand">What a person runs to log in.</param>
    public RemoteServer(ServerLaunch.Remote launch, Func<string, string?> variable, string loginCommand)
    {
        _launch = launch;
        var roots = new ExtraRoots(variable);
        _connections = new SocketsHttpHandler
        {
            // A redirect is followed by hand: our headers are for the host that the config names.
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new EnvironmentProxy(variable),
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = ConnectionIdleTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) => roots.IsTrusted(certificate, chain, errors),
            },
        };
        Outside = new HttpClient(_connections, disposeHandler: false)
        {
            Timeout = AuthorizationTimeout,
            MaxResponseContentBufferSize = MetadataReader.LongestDescription,
        };
        Logins = LoginStore.Of(launch, variable);
        Tokens = launch.HasOwnCredentials ? null : new TokenSource(launch, Logins, Outside, loginCommand);
        _authorized = Tokens is null ? _connections : new AuthorizationHandler(Tokens, launch.ShownAddress, loginCommand) { InnerHandler = _connections };
    }

    /// <summary>Reaches other servers, and this one without a login.</summary>
    public HttpClient Outside { get; }

    /// <summary>Where its login is stored.</summary>
    public LoginStore Logins { get; }

    /// <summary>The login's tokens; null if the config itself has the credentials.</summary>
    public TokenSource? Tokens { get; }

    /// <summary>Asks the server whether it lets us in.</summary>
    public ServerProbe Probe => new(_launch, new HttpClient(_authorized, disposeHandler: false) { Timeout = AuthorizationTimeout }, Outside);

    public string Subject => _launch.ShownAddress;

    public TransportKind Transport => _launch.Transport;

    public async Task<LinkAttempt> OpenAsync(TransportKind transport, CallTap tap, McpClientOptions introduction, CancellationToken cancellationToken)
    {
        var budget = introduction.InitializationTimeout;
        var connection = Connect(transport, tap, budget);
        try
        {
            var client = await McpClient.CreateAsync(connection.Client, introduction, loggerFactory: null, cancellationToken).ConfigureAwait(false);
            return new LinkAttempt.Opened(new RemoteLink(client, tap, connection, Subject), client);
        }
        catch (Exception e) when (HandshakeTroubles.CausedBy(e) is { } trouble && !cancellationToken.IsCancellationRequested)
        {
            var (why, failure) = (connection.Exchange.LatestTrouble, e) switch
            {
                ({ } response, _) => (response.Tell(), response.ToConnectFailure()),
                (_, HttpRequestException unreachable) => (Unreachable.Tell(unreachable, Subject), HandshakeTroubles.Judge(trouble, tap)),
                _ => ($"{HandshakeTroubles.Headline(trouble, e, budget)}: {Subject}", HandshakeTroubles.Judge(trouble, tap)),
            };
            return new LinkAttempt.Failed(new SkillException(ExitCode.Unreachable, why, e), failure);
        }
    }

    public void Dispose()
    {
        Tokens?.Dispose();
        Outside.Dispose();
        _connections.Dispose();
    }

    private RemoteConnection Connect(TransportKind transport, CallTap tap, TimeSpan budget)
    {
        var exchange = new RemoteExchange(_launch, tap, isSse: transport is TransportKind.Sse) { InnerHandler = _authorized };
        var client = new HttpClient(exchange, disposeHandler: false)
        {
            // A call has its own limit, or none.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var options = new HttpClientTransportOptions
        {
            Endpoint = _launch.Endpoint,
            TransportMode = transport is TransportKind.Sse ? HttpTransportMode.Sse : HttpTransportMode.StreamableHttp,
            ConnectionTimeout = budget,
        };
        return new RemoteConnection(new TappedTransport(new HttpClientTransport(options, client), tap), exchange, transport);
    }
}

/// <summary>One session's connection to a server over HTTP.</summary>
/// <param name="Client">What the SDK's client talks through.</param>
/// <param name="Exchange">Sees every request and response.</param>
/// <param name="Transport">Which of the two.</param>
internal sealed record RemoteConnection(IClientTransport Client, RemoteExchange Exchange, TransportKind Transport);
