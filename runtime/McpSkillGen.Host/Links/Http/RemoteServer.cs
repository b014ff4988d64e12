using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
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
    private readonly SocketsHttpHandler _others;
    private readonly HttpMessageHandler _authorized;

    /// <param name="launch">The server.</param>
    /// <param name="variable">Looks a variable up: proxies, certificates, where logins are kept.</param>
    /// <param name="loginCommand">What a person runs to log in.</param>
    /// <exception cref="SkillException">The config's certificate cannot be used: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public RemoteServer(ServerLaunch.Remote launch, Func<string, string?> variable, string loginCommand)
    {
        _launch = launch;
        _connections = Connections(launch, variable, launch.ClientCertificate is { } certificate ? CallerCertificate.Read(certificate) : null);

        // Other servers need not know who calls this one.
        _others = launch.ClientCertificate is null ? _connections : Connections(launch, variable, certificate: null);
        Outside = new HttpClient(_others, disposeHandler: false)
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

    public async Task<LinkAttempt> OpenAsync(
        TransportKind transport, CallTap tap, McpClientOptions introduction, TimeSpan startLimit, CancellationToken cancellationToken)
    {
        var connection = Connect(transport, tap, introduction.InitializationTimeout);
        try
        {
            var client = await McpClient.CreateAsync(connection.Client, introduction, loggerFactory: null, cancellationToken).ConfigureAwait(false);
            return new LinkAttempt.Opened(new RemoteLink(client, tap, connection, Subject), client);
        }
        catch (Exception e) when (HandshakeTroubles.CausedBy(e) is { } trouble && !cancellationToken.IsCancellationRequested)
        {
            var (why, failure) = (connection.Exchange.LatestTrouble, e) switch
            {
                (_, NotFollowedException told) => (told.Message, new ConnectFailure()),
                ({ } response, _) => (response.Tell(), response.ToConnectFailure()),
                (_, HttpRequestException unreachable) => (Unreachable.Tell(unreachable, Subject), new ConnectFailure
                {
                    // A server that hangs up on a question may know the older one.
                    IsOutOfReach = Unreachable.IsCauseOf(unreachable),
                    MayDislikeProbe = !Unreachable.IsCauseOf(unreachable),
                }),
                _ => ($"{HandshakeTroubles.Headline(trouble, e, startLimit)}: {Subject}", HandshakeTroubles.Judge(trouble, tap)),
            };
            var isRight = transport is TransportKind.Sse && connection.Exchange.HasStream;
            return new LinkAttempt.Failed(new SkillException(ExitCode.Unreachable, why, e), failure with { IsRightTransport = isRight });
        }
    }

    public void Dispose()
    {
        Tokens?.Dispose();
        Outside.Dispose();
        _others.Dispose();
        _connections.Dispose();
    }

    private static SocketsHttpHandler Connections(ServerLaunch.Remote launch, Func<string, string?> variable, SslStreamCertificateContext? certificate)
    {
        var trusted = new ServerCertificates(new ExtraRoots(variable));
        return new SocketsHttpHandler
        {
            // A redirect is followed by hand: our headers are for the host that the config names.
            AllowAutoRedirect = false,

            // They belong to a session.
            UseCookies = false,
            Proxy = new EnvironmentProxy(variable),
            RequestHeaderEncodingSelector = (name, _) => ConfigHeaders.EncodingOf(name, launch),
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = ConnectionIdleTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = certificate,
                RemoteCertificateValidationCallback = (connection, shown, chain, errors) =>
                    trusted.IsTrusted(((SslStream)connection).TargetHostName, shown as X509Certificate2, chain, errors),
            },
        };
    }

    private RemoteConnection Connect(TransportKind transport, CallTap tap, TimeSpan budget)
    {
        var cookies = _launch.Headers.FirstOrDefault(static header => header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase)).Value;
        var exchange = new RemoteExchange(_launch, tap, isSse: transport is TransportKind.Sse)
        {
            InnerHandler = new DecodingHandler { InnerHandler = new SessionCookies(cookies) { InnerHandler = _authorized } },
        };
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
