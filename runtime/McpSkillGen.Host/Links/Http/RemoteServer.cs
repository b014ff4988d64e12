using System.Net.Security;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Host.Network;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol.Client;

namespace McpSkillGen.Host.Links.Http;

/// <summary>
/// A server that is reached over HTTP, for as long as the host lives: its connections, and with them TLS, stay warm from one
/// session to the next. The one place where requests get what lets them through: proxies, certificates, the config's headers.
/// </summary>
internal sealed class RemoteServer : IDisposable
{
    // A server's own limit for idle connections is mostly shorter, and noticed when it closes one. Ours is for the way to it:
    // what forgets a connection silently, such as a router, does so after five minutes at the earliest.
    private static readonly TimeSpan ConnectionIdleTimeout = TimeSpan.FromMinutes(4);

    // So that a server that moved to another address is found there.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    // For answers that a person waits for, and other processes.
    private static readonly TimeSpan AuthorizationTimeout = TimeSpan.FromSeconds(30);

    private readonly ServerLaunch.Remote _launch;
    private readonly SocketsHttpHandler _connections;
    private readonly HttpMessageHandler _authorized;

    /// <param name="launch">Where it is.</param>
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
        Outside = new HttpClient(_connections, disposeHandler: false) { Timeout = AuthorizationTimeout };
        Logins = LoginStore.Of(launch, variable);
        Tokens = launch.HasOwnCredentials ? null : new TokenSource(launch, Logins, Outside, loginCommand);
        _authorized = Tokens is null ? _connections : new AuthorizationHandler(Tokens, launch.ShownAddress, loginCommand) { InnerHandler = _connections };
    }

    /// <summary>Reaches what is not the server, and the server without a login.</summary>
    public HttpClient Outside { get; }

    /// <summary>Where its login is kept.</summary>
    public LoginStore Logins { get; }

    /// <summary>The login's tokens; null where the config itself holds what lets requests in.</summary>
    public TokenSource? Tokens { get; }

    /// <summary>Asks whether it lets us in.</summary>
    public ServerProbe Probe => new(_launch, new HttpClient(_authorized, disposeHandler: false) { Timeout = AuthorizationTimeout }, Outside);

    /// <summary>Its address for people: no user, no query, and no value of a variable.</summary>
    public string Address => _launch.ShownAddress;

    /// <summary>What the config asks for.</summary>
    public TransportKind Transport => _launch.Transport;

    /// <param name="transport"><see cref="TransportKind.Http"/> or <see cref="TransportKind.Sse"/>.</param>
    /// <param name="tap">Sees what one session sends and gets.</param>
    /// <param name="connectBudget">How long an SSE server may take to name its address for messages.</param>
    public RemoteConnection Open(TransportKind transport, CallTap tap, TimeSpan connectBudget)
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
            ConnectionTimeout = connectBudget,
        };
        return new RemoteConnection(new TappedTransport(new HttpClientTransport(options, client), tap), exchange, transport);
    }

    public void Dispose()
    {
        Tokens?.Dispose();
        Outside.Dispose();
        _connections.Dispose();
    }
}

/// <summary>One session's way to a server over HTTP.</summary>
/// <param name="Client">What the SDK's client talks through.</param>
/// <param name="Exchange">Sees every request and response.</param>
/// <param name="Transport">Which of the two.</param>
internal sealed record RemoteConnection(IClientTransport Client, RemoteExchange Exchange, TransportKind Transport);
