using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpSkillGen.OAuthServer;

/// <summary>An authorization server and an MCP server that takes its tokens.</summary>
public sealed class ProtectedServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly AuthorizationEndpoints _endpoints;
    private readonly McpEndpoint _mcp;
    private int _revocations;
    private int _waiting;
    private TaskCompletionSource _mayAnswer = Answering();

    private ProtectedServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var database = Guid.NewGuid().ToString();
        builder.Services.AddDbContext<DbContext>(options => options.UseInMemoryDatabase(database).UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(static core => core.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(Configure)
            .AddValidation(static validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
                validation.EnableTokenEntryValidation();
            });
        _application = builder.Build();
        _endpoints = new AuthorizationEndpoints(this);
        _mcp = new McpEndpoint(this);
        _application.Use(CountAsync);
        _application.UseAuthentication();
        _endpoints.Map(_application);
        _application.Map("/mcp", _mcp.HandleAsync);
    }

    /// <summary>Where the authorization server is.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>Where the MCP server is.</summary>
    public string Url => Issuer + "mcp";

    /// <summary>How long an access token lives.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What a tool called <c>more</c> needs beyond <c>echo</c>.</summary>
    public const string MoreScope = "more";

    /// <summary>Whether the person who logs in declines.</summary>
    public bool Declines { get; set; }

    /// <summary>Whether clients can be registered by themselves.</summary>
    public bool Registers { get; set; } = true;

    /// <summary>Whether clients may be the addresses of documents.</summary>
    public bool TakesDocuments { get; set; }

    /// <summary>Whether everybody may begin a session, and only what is done in it needs a token.</summary>
    public bool GreetsEverybody { get; set; }

    /// <summary>Whether a login can be renewed without anybody.</summary>
    public bool GivesRefreshTokens { get; set; } = true;

    /// <summary>The grant of every request for a token, in the order in which they came.</summary>
    public ConcurrentQueue<string> TokenRequests { get; } = new();

    /// <summary>How many clients were registered.</summary>
    public int Registrations { get; internal set; }

    /// <summary>Tokens that were revoked by their holders.</summary>
    public int Revocations => _revocations;

    /// <summary>The Authorization header and, where there is one, <c>X-Key</c> of every request to the MCP server.</summary>
    public ConcurrentQueue<(string? Authorization, string? Key)> Requests { get; } = new();

    /// <summary>How many calls wait for <see cref="Resume"/>.</summary>
    public int Waiting => _waiting;

    /// <summary>The MCP sessions that were begun and not ended, and who began them.</summary>
    public ConcurrentDictionary<string, string> Sessions { get; } = new();

    public int RefreshRequests => TokenRequests.Count(static grant => grant == GrantTypes.RefreshToken);

    public static async Task<ProtectedServer> StartAsync()
    {
        var server = new ProtectedServer();
        await server._application.StartAsync();
        server.Issuer = server._application.Urls.Single() + "/";

        // The first requests compile half of OpenIddict, on a busy machine for longer than a client waits.
        using var warmUp = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        (await warmUp.GetAsync(server.Issuer + ".well-known/oauth-authorization-server")).Dispose();
        (await warmUp.GetAsync(server.Url)).Dispose();
        server.Requests.Clear();
        return server;
    }

    /// <summary>Forgets everybody and everything, and does again what it does by default: as a new one, which takes seconds to make.</summary>
    public async Task ResetAsync()
    {
        await WithAsync<DbContext>(static database => database.Database.EnsureDeletedAsync());
        (AccessTokenLifetime, Declines, Registers, TakesDocuments) = (TimeSpan.FromHours(1), false, true, false);
        (GreetsEverybody, GivesRefreshTokens) = (false, true);
        (Registrations, _revocations) = (0, 0);
        TokenRequests.Clear();
        Requests.Clear();
        Sessions.Clear();
    }

    /// <summary>Registers a client that shows who it is by signing.</summary>
    /// <param name="clientId">Its name.</param>
    /// <param name="publicKey">What its signatures are checked with.</param>
    public Task RegisterSignerAsync(string clientId, SecurityKey publicKey)
    {
        var descriptor = AuthorizationEndpoints.Describe(clientId, secret: null, []);
        descriptor.ClientType = ClientTypes.Confidential;
        descriptor.JsonWebKeySet = new JsonWebKeySet { Keys = { JsonWebKeyConverter.ConvertFromSecurityKey(publicKey) } };
        return WithAsync<IOpenIddictApplicationManager>(async manager => await manager.CreateAsync(descriptor));
    }

    /// <summary>Registers a client as a person would.</summary>
    public async Task RegisterAsync(string clientId, string? secret, params string[] redirectUris) =>
        await WithAsync<IOpenIddictApplicationManager>(async manager =>
            await manager.CreateAsync(AuthorizationEndpoints.Describe(clientId, secret, redirectUris)));

    /// <summary>Lets calls wait from now on.</summary>
    public void Pause() => _mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers those that wait.</summary>
    public void Resume() => _mayAnswer.TrySetResult();

    /// <summary>Makes every token of one kind useless from now on.</summary>
    /// <param name="kind">A token's type, such as <c>refresh_token</c>.</param>
    public async Task RevokeAsync(string kind) => await WithAsync<IOpenIddictTokenManager>(async manager =>
    {
        var found = new List<object>();
        await foreach (var token in manager.ListAsync())
        {
            if (await manager.GetTypeAsync(token) == kind)
            {
                found.Add(token);
            }
        }

        foreach (var token in found)
        {
            await manager.TryRevokeAsync(token);
        }
    });

    public Task RevokeAccessTokensAsync() => RevokeAsync(TokenTypeIdentifiers.AccessToken);

    public Task RevokeRefreshTokensAsync() => RevokeAsync(TokenTypeIdentifiers.RefreshToken);

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    internal async Task WithAsync<TService>(Func<TService, Task> act)
        where TService : notnull
    {
        await using var scope = _application.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    internal async Task WaitForLeaveAsync()
    {
        Interlocked.Increment(ref _waiting);
        await _mayAnswer.Task;
        Interlocked.Decrement(ref _waiting);
    }

    internal static Task<AuthenticateResult> WhoAsync(HttpContext context) =>
        context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);

    private static TaskCompletionSource Answering()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == "/token")
        {
            TokenRequests.Enqueue((await context.Request.ReadFormAsync())["grant_type"].ToString());
        }

        if (context.Request.Path == "/revoke")
        {
            Interlocked.Increment(ref _revocations);
        }

        await next(context);
    }

    private void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetRevocationEndpointUris("revoke");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
        server.RegisterScopes("echo", MoreScope, Scopes.OfflineAccess);
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
        server.IgnoreEndpointPermissions().IgnoreGrantTypePermissions().IgnoreResponseTypePermissions().IgnoreScopePermissions();
        server.DisableResourceValidation().IgnoreResourcePermissions();

        // A refresh token is good for one request: a second one with it is refused at once.
        server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
        server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (Registers)
            {
                context.Metadata["registration_endpoint"] = Issuer + "register";
            }

            context.Metadata["client_id_metadata_document_supported"] = TakesDocuments;
            return default;
        }));
    }
}
