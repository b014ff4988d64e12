using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Authorization;

/// <summary>
/// Finds out where to get tokens for a server, as the MCP specification says in its chapter on authorization: from the
/// server's own description (RFC 9728), then from its authorization server's (RFC 8414, OpenID Connect Discovery).
/// </summary>
/// <param name="http">Reaches them.</param>
/// <param name="endpoint">The MCP server.</param>
/// <param name="shownAddress">The same for people.</param>
internal sealed class Discovery(HttpClient http, Uri endpoint, string shownAddress)
{
    private const string ResourcePath = "/.well-known/oauth-protected-resource";
    private const string ServerPath = "/.well-known/oauth-authorization-server";
    private const string OpenIdPath = "/.well-known/openid-configuration";
    private const int MaxRedirects = 3;

    /// <param name="challenge">What the server said when it declined a request.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if there seems to be nothing to log in to.</returns>
    /// <exception cref="SkillException">The description is wrong, or dangerous.</exception>
    public async Task<Directions?> RunAsync(Challenge challenge, CancellationToken cancellationToken)
    {
        if (await FindResourceAsync(challenge, cancellationToken).ConfigureAwait(false) is { } resource)
        {
            var name = resource.Words("resource"u8);
            if (name is null || !Covers(name, endpoint))
            {
                throw Wrong($"The server at {shownAddress} describes itself as another resource, {name ?? "without a name"}: its tokens would be for another server");
            }

            if (resource.Texts("authorization_servers"u8) is not [var issuer, ..])
            {
                throw Wrong($"The server at {shownAddress} names no authorization server");
            }

            var server = await FindServerAsync(issuer, cancellationToken).ConfigureAwait(false)
                ?? throw Wrong($"The authorization server {issuer}, named by {shownAddress}, has no description below /.well-known");
            if (server.Issuer != issuer && server.Issuer != issuer.TrimEnd('/') && server.Issuer.TrimEnd('/') != issuer)
            {
                throw Wrong($"The authorization server {issuer} says that it is {server.Issuer}");
            }

            return new Directions(Checked(server), name, resource.Texts("scopes_supported"u8) ?? []);
        }

        // As before servers described themselves: the server is its own authorization server.
        var origin = endpoint.GetLeftPart(UriPartial.Authority);
        if (await FindServerAsync(origin, cancellationToken).ConfigureAwait(false) is { } own)
        {
            return new Directions(Checked(own with { Issuer = own.Issuer.Length > 0 ? own.Issuer : origin }), Resource: null, []);
        }

        return challenge.IsBearer ? new Directions(AuthorizationServer.Conventional(origin), Resource: null, []) : null;
    }

    /// <summary>Whether a resource of this name can be the server: the same origin, and the same path or a parent of it.</summary>
    public static bool Covers(string resource, Uri endpoint)
    {
        if (!Uri.TryCreate(resource, UriKind.Absolute, out var named)
            || Uri.Compare(named, endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return false;
        }

        var path = named.AbsolutePath.TrimEnd('/');
        return path.Length == 0
            || endpoint.AbsolutePath.TrimEnd('/') == path
            || endpoint.AbsolutePath.StartsWith(path + "/", StringComparison.Ordinal);
    }

    private async Task<JsonElement?> FindResourceAsync(Challenge challenge, CancellationToken cancellationToken)
    {
        if (challenge.ResourceMetadata is { } told)
        {
            return Uri.TryCreate(told, UriKind.Absolute, out var address) && IsSafe(address)
                ? await GetAsync(address, cancellationToken).ConfigureAwait(false) ?? throw Wrong($"The server at {shownAddress} names {told} as its description, but there is none")
                : throw Wrong($"The server at {shownAddress} names an unsafe address for its description, {told}");
        }

        var origin = endpoint.GetLeftPart(UriPartial.Authority);
        var path = endpoint.AbsolutePath.TrimEnd('/');
        var found = path.Length > 0 ? await GetAsync(new Uri(origin + ResourcePath + path), cancellationToken).ConfigureAwait(false) : null;
        return found ?? await GetAsync(new Uri(origin + ResourcePath), cancellationToken).ConfigureAwait(false);
    }

    private async Task<AuthorizationServer?> FindServerAsync(string issuer, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || !IsSafe(address))
        {
            throw Wrong($"The server at {shownAddress} names an authorization server with an unsafe address, {issuer}");
        }

        var origin = address.GetLeftPart(UriPartial.Authority);
        var path = address.AbsolutePath.TrimEnd('/');
        string[] places = path.Length == 0
            ? [ServerPath, OpenIdPath]
            : [ServerPath + path, OpenIdPath + path, path + OpenIdPath];
        AuthorizationServer? found = null;
        foreach (var place in places)
        {
            if (await GetAsync(new Uri(origin + place), cancellationToken).ConfigureAwait(false) is { } members
                && AuthorizationServer.Parse(members) is { } server)
            {
                // A server may have two descriptions, and mention PKCE only in one of them.
                if (server.ChallengeMethods is not null)
                {
                    return server;
                }

                found ??= server;
            }
        }

        return found;
    }

    private AuthorizationServer Checked(AuthorizationServer server)
    {
        foreach (var address in server.Endpoints)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var parsed) || !IsSafe(parsed))
            {
                throw Wrong($"The authorization server {server.Issuer} names an unsafe address, {address}");
            }
        }

        return server;
    }

    // Unencrypted tokens may only go to this machine, and to a server that is itself reached without encryption.
    private bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || endpoint.Scheme == Uri.UriSchemeHttp));

    private async Task<JsonElement?> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("application/json");
            using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
            {
                address = new Uri(address, location);
                if (!IsSafe(address))
                {
                    return null;
                }

                continue;
            }

            // What is not JSON may be the front page of a web application, which answers everything.
            return response.IsSuccessStatusCode
                && ForeignJson.TryParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), out var document, out _)
                    ? document.RootElement
                    : null;
        }

        return null;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!.GetLeftPart(UriPartial.Path);
        try
        {
            return await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new SkillException(ExitCode.Unreachable, $"{asked}, which says how to log in, could not be reached: {e.Message.TrimEnd('.')}.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SkillException(ExitCode.Unreachable, $"{asked}, which says how to log in, did not answer within {http.Timeout.TotalSeconds:0} s.", e);
        }
    }

    private static SkillException Wrong(string what) => new(ExitCode.Unreachable, $"{what}. Nothing was sent there.");
}
