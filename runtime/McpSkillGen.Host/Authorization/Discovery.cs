using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>
/// Finds out where to get tokens for a server, as the MCP specification says in its chapter on authorization: from the
/// server's own description (RFC 9728), then from its authorization server's (RFC 8414, OpenID Connect Discovery).
/// </summary>
/// <param name="http">Reaches them.</param>
/// <param name="launch">The MCP server.</param>
internal sealed class Discovery(HttpClient http, ServerLaunch.Remote launch)
{
    private const string ResourcePath = "/.well-known/oauth-protected-resource";
    private const string ServerPath = "/.well-known/oauth-authorization-server";
    private const string OpenIdPath = "/.well-known/openid-configuration";

    private readonly MetadataReader _metadata = new(http, launch.Endpoint);

    /// <param name="challenge">What the server said when it declined a request.</param>
    /// <param name="earlier">The login of before, whose authorization server is the only one that may be used; null for the first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if there seems to be nothing to log in to.</returns>
    /// <exception cref="SkillException">The description is wrong, or dangerous.</exception>
    public async Task<Directions?> RunAsync(Challenge challenge, StoredLogin? earlier, CancellationToken cancellationToken)
    {
        var resource = await FindResourceAsync(challenge, cancellationToken).ConfigureAwait(false);
        var origin = launch.Endpoint.GetLeftPart(UriPartial.Authority);
        var named = resource is { } described ? IssuersIn(described) : null;
        var pin = launch.Authorization.Issuer ?? earlier?.Issuer;
        if (pin is not null && named is not null && !named.Any(issuer => Issuers.AreSame(issuer, pin)))
        {
            throw Changed(named[0], pin);
        }

        foreach (var issuer in pin is null ? named ?? [] : [pin])
        {
            if (await FindServerAsync(issuer, claim => Issuers.AreSame(claim, issuer), cancellationToken).ConfigureAwait(false) is { } server)
            {
                return Towards(server);
            }
        }

        // A server that names none is its own authorization server, as before servers described themselves. The address of its
        // description is a guess of ours, so a name below the same origin is nobody else's.
        if (named is null && (pin is null || IsBelow(pin, origin))
            && await FindServerAsync(origin, IsOurs, cancellationToken).ConfigureAwait(false) is { } own)
        {
            return Towards(own);
        }

        if (_metadata.Trouble is { } trouble)
        {
            throw trouble;
        }

        if (resource is not null && named is null && pin is null)
        {
            throw Wrong($"The server at {launch.ShownAddress} names no authorization server, and is none itself");
        }

        if (named is not null || (pin is not null && !Issuers.AreSame(pin, origin)))
        {
            throw Wrong($"The authorization server {Shown(pin ?? named![0])} of {launch.ShownAddress} has no description below /.well-known");
        }

        return challenge.IsBearer ? new Directions(AuthorizationServer.Conventional(origin), Resource: null, []) : null;

        bool IsOurs(string claim) => pin is null ? IsBelow(claim, origin) : Issuers.AreSame(claim, pin);

        Directions Towards(AuthorizationServer server) =>
            new(Checked(server), resource?.Words("resource"u8), resource?.Texts("scopes_supported"u8) ?? []);
    }

    /// <summary>Whether a resource of this name can be the server: the same origin, and the same path or a parent of it.</summary>
    public static bool Covers(string resource, Uri endpoint)
    {
        if (!Uri.TryCreate(resource, UriKind.Absolute, out var named) || !Issuers.ShareOrigin(named, endpoint))
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
        var endpoint = launch.Endpoint;
        var origin = endpoint.GetLeftPart(UriPartial.Authority);
        var path = endpoint.AbsolutePath.TrimEnd('/');
        List<Uri> places = path.Length > 0 ? [new Uri(origin + ResourcePath + path), new Uri(origin + ResourcePath)] : [new Uri(origin + ResourcePath)];
        if (challenge.ResourceMetadata is { } told)
        {
            places.Insert(0, Uri.TryCreate(endpoint, told, out var address) && _metadata.IsSafe(address)
                ? address
                : throw Wrong($"The server at {launch.ShownAddress} names an unsafe address for its description, {Shown(told)}"));
        }

        foreach (var place in places)
        {
            if (await _metadata.GetAsync(place, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool IsBelow(string issuer, string origin) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var address) && Issuers.ShareOrigin(address, new Uri(origin));

    /// <returns>Null if it names none.</returns>
    private IReadOnlyList<string>? IssuersIn(JsonElement resource)
    {
        var name = resource.Words("resource"u8);
        if (name is null || !Covers(name, launch.Endpoint))
        {
            throw Wrong($"The server at {launch.ShownAddress} describes itself as another resource, {(name is null ? "without a name" : Shown(name))}: its tokens would be for another server");
        }

        return resource.Texts("authorization_servers"u8) is { Count: > 0 } issuers ? issuers : null;
    }

    /// <returns>Null if there is no description at any of the places where it could be.</returns>
    private async Task<AuthorizationServer?> FindServerAsync(string issuer, Func<string, bool> isRight, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || !_metadata.IsSafe(address))
        {
            throw Wrong($"The server at {launch.ShownAddress} names an authorization server with an unsafe address, {Shown(issuer)}");
        }

        var origin = address.GetLeftPart(UriPartial.Authority);
        var path = address.AbsolutePath.TrimEnd('/');
        string[] places = path.Length == 0
            ? [ServerPath, OpenIdPath]
            : [ServerPath + path, OpenIdPath + path, path + OpenIdPath, path + ServerPath];
        AuthorizationServer? found = null;
        SkillException? impostor = null;
        foreach (var place in places)
        {
            if (await _metadata.GetAsync(new Uri(origin + place), cancellationToken).ConfigureAwait(false) is not { } members
                || AuthorizationServer.Parse(members) is not { } server)
            {
                continue;
            }

            // Otherwise a server could claim to be another one, and receive what is meant for that (RFC 8414, section 3.3).
            if (!isRight(server.Issuer))
            {
                impostor ??= Wrong($"The metadata at {Shown(origin + place)} says that its issuer is {(server.Issuer.Length > 0 ? Shown(server.Issuer) : "nobody")}, not {Shown(issuer)}: it may want the codes and secrets of another server");
                continue;
            }

            // A server may have two descriptions, and mention PKCE only in one of them.
            if (server.ChallengeMethods is not null)
            {
                return server;
            }

            found ??= server;
        }

        return found ?? (impostor is null ? null : throw impostor);
    }

    private AuthorizationServer Checked(AuthorizationServer server)
    {
        foreach (var address in server.Endpoints)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var parsed) || !_metadata.IsSafe(parsed))
            {
                throw Wrong($"The authorization server {Shown(server.Issuer)} names an unsafe address, {Shown(address)}");
            }
        }

        return launch.Authorization.Issuer is not null || server.MixedUpWith is not { } other
            ? server
            : throw Wrong($"The authorization server {Shown(server.Issuer)} sends people to log in at {Shown(other)}, but wants to have the result itself. If you know that both belong together, set \"issuer\": \"{Shown(server.Issuer)}\" in \"auth\" of mcp-config.json");
    }

    private SkillException Changed(string named, string pin) => launch.Authorization.Issuer is not null
        ? Wrong($"The server at {launch.ShownAddress} names the authorization server {Shown(named)}, but \"issuer\" in \"auth\" of mcp-config.json allows only {Shown(pin)}. If the new one is right, change \"issuer\"")
        : Wrong($"The server at {launch.ShownAddress} now names another authorization server, {Shown(named)}. The first login was made at {Shown(pin)}. If you know that the new one is right, log out and log in again, or set \"issuer\": \"{Shown(named)}\" in \"auth\" of mcp-config.json");

    private static string Shown(string text) => PlainLine.Excerpt(text);

    private static SkillException Wrong(string what) => new(ExitCode.Unreachable, $"{what}. Nothing was sent there.");
}
