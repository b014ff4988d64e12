using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpSkillGen.OAuthServer;

/// <summary>What OpenIddict leaves to its application: who logs in, and what they consent to.</summary>
internal sealed class AuthorizationEndpoints(ProtectedServer server)
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    private int _lastClient;

    public void Map(WebApplication application)
    {
        application.MapGet("/authorize", Authorize);

        // As delegates of any kind: as a RequestDelegate, which they fit, their result would be thrown away.
        application.MapPost("/token", (Delegate)GiveTokenAsync);
        application.MapPost("/register", (Delegate)RegisterAsync);
        application.MapGet("/.well-known/oauth-protected-resource/mcp", () => Results.Json(new
        {
            resource = server.Url,
            authorization_servers = new[] { server.Issuer },
            scopes_supported = new[] { "echo" },
        }));
    }

    public static OpenIddictApplicationDescriptor Describe(string clientId, string? secret, IEnumerable<string> redirectUris)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = clientId,
            ClientSecret = secret,
            ClientType = secret is null ? ClientTypes.Public : ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
        };
        descriptor.RedirectUris.UnionWith(redirectUris.Select(static address => new Uri(address)));
        return descriptor;
    }

    private IResult Authorize(HttpContext context)
    {
        if (server.Declines)
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "alice does not want to",
                }),
                [Scheme]);
        }

        return SignIn("alice", context.GetOpenIddictServerRequest()!);
    }

    private async Task<IResult> GiveTokenAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
        {
            return SignIn(request.ClientId!, request);
        }

        var principal = (await context.AuthenticateAsync(Scheme)).Principal!;
        principal.SetAccessTokenLifetime(server.AccessTokenLifetime);
        return Results.SignIn(principal, properties: null, Scheme);
    }

    private IResult SignIn(string subject, OpenIddictRequest request)
    {
        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(request.GetScopes().Where(scope => server.GivesRefreshTokens || scope != Scopes.OfflineAccess));
        principal.SetResources(request.GetResources());
        principal.SetAccessTokenLifetime(server.AccessTokenLifetime);
        return Results.SignIn(principal, properties: null, Scheme);
    }

    private async Task<IResult> RegisterAsync(HttpContext context)
    {
        var wish = (await JsonNode.ParseAsync(context.Request.Body))!;
        var id = $"client-{Interlocked.Increment(ref _lastClient)}";
        await server.RegisterAsync(id, secret: null, [.. wish["redirect_uris"]!.AsArray().Select(static address => (string)address!)]);
        server.Registrations++;
        return Results.Json(new { client_id = id, token_endpoint_auth_method = "none", redirect_uris = wish["redirect_uris"] }, statusCode: 201);
    }
}
