using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Authorization;

/// <summary>What we are to an authorization server.</summary>
/// <param name="Id">Its name there.</param>
/// <param name="Secret">Its secret, if it has one.</param>
/// <param name="Method">How it authenticates itself at the token endpoint: one of <see cref="ClientMethod"/>.</param>
/// <param name="RedirectUri">The redirect address that the client was registered with; null if we did not register it.</param>
internal sealed record OAuthClient(string Id, string? Secret, string Method, string? RedirectUri)
{
    /// <summary>The algorithm of its private key, if it has one. The key itself stays in the config.</summary>
    public string? SigningAlgorithm { get; init; }

    // The compiler's own ToString would print the secret.
    public override string ToString() => nameof(OAuthClient);
}

/// <summary>What is stored of a login. Contains secrets: only ever written to the user's own file.</summary>
internal sealed record StoredLogin
{
    // In the year 9999; there is no later date.
    private const double LatestSecond = 253_000_000_000;

    /// <summary>The MCP server, for people who look into the file.</summary>
    public required string Server { get; init; }

    /// <summary>Who issued the tokens. Tokens and client are only valid there.</summary>
    public required string Issuer { get; init; }

    public required string TokenEndpoint { get; init; }

    public string? RevocationEndpoint { get; init; }

    /// <summary>The resource that the tokens are for; null for servers that are older than resource indicators.</summary>
    public string? Resource { get; init; }

    public required OAuthClient Client { get; init; }

    /// <summary>Null if there was one that is not valid any more.</summary>
    public string? AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>When the access token must be renewed; null if only the server knows.</summary>
    public DateTimeOffset? RenewAt { get; init; }

    /// <summary>What was granted; what was asked for, if the server did not say.</summary>
    public string? Scope { get; init; }

    /// <summary>What the server wanted in addition, for the next login.</summary>
    public string? WantedScope { get; init; }

    public bool IsFresh => AccessToken is not null && (RenewAt is not { } moment || DateTimeOffset.UtcNow < moment);

    /// <summary>A login without tokens yet.</summary>
    /// <param name="server">Who will issue them.</param>
    /// <param name="shownAddress">The MCP server.</param>
    /// <param name="resource">What they will be for.</param>
    /// <param name="client">Who gets them.</param>
    public static StoredLogin At(AuthorizationServer server, string shownAddress, string? resource, OAuthClient client) => new()
    {
        Server = shownAddress,
        Issuer = server.Issuer,
        TokenEndpoint = server.TokenEndpoint,
        RevocationEndpoint = server.RevocationEndpoint,
        Resource = resource,
        Client = client,
    };

    /// <summary>The same client without its tokens. The authorization server stays the only one that may be used.</summary>
    public StoredLogin WithoutTokens() => this with { AccessToken = null, RefreshToken = null, RenewAt = null };

    /// <summary>The same without the client, which the server does not know any more: the next login registers another.</summary>
    public StoredLogin WithoutClient() => WithoutTokens() with { Client = Client with { RedirectUri = null } };

    /// <summary>The same login with new tokens.</summary>
    public StoredLogin With(TokenAnswer.Granted granted, string? requestedScope) => this with
    {
        AccessToken = granted.AccessToken,

        // If a server sends no new one, the old one stays valid (RFC 6749, section 6).
        RefreshToken = granted.RefreshToken ?? RefreshToken,
        RenewAt = granted.Lifetime is { } lifetime ? DateTimeOffset.UtcNow + lifetime - Margin(lifetime) : null,
        Scope = granted.Scope ?? requestedScope ?? Scope,
        Resource = granted.IsWithoutResource ? null : Resource,
    };

    /// <returns>Null if the bytes are not a login that we wrote.</returns>
    public static StoredLogin? Parse(ReadOnlyMemory<byte> json)
    {
        if (!ForeignJson.TryParse(json, out var document, out _))
        {
            return null;
        }

        using (document)
        {
            var members = document.RootElement;
            var client = members.Member("client"u8);
            return members.Words("issuer"u8) is { } issuer && members.Words("token_endpoint"u8) is { } tokenEndpoint && client.Words("id"u8) is { } clientId
                ? new StoredLogin
                {
                    Server = members.Words("server"u8) ?? "",
                    Issuer = issuer,
                    TokenEndpoint = tokenEndpoint,
                    RevocationEndpoint = members.Words("revocation_endpoint"u8),
                    Resource = members.Words("resource"u8),
                    Client = new OAuthClient(clientId, client.Words("secret"u8), client.Words("method"u8) ?? ClientMethod.None, client.Words("redirect_uri"u8))
                    {
                        SigningAlgorithm = client.Words("signing_algorithm"u8),
                    },
                    AccessToken = members.Words("access_token"u8),
                    RefreshToken = members.Words("refresh_token"u8),
                    RenewAt = members.Number("renew_at"u8) is { } seconds and >= 0 and < LatestSecond ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null,
                    Scope = members.Words("scope"u8),
                    WantedScope = members.Words("wanted_scope"u8),
                }
                : null;
        }
    }

    public ReadOnlyMemory<byte> ToBytes() => JsonTree.ToBytes(
        new JsonObject
        {
            ["server"] = Server,
            ["issuer"] = Issuer,
            ["token_endpoint"] = TokenEndpoint,
            ["revocation_endpoint"] = RevocationEndpoint,
            ["resource"] = Resource,
            ["client"] = new JsonObject
            {
                ["id"] = Client.Id,
                ["secret"] = Client.Secret,
                ["method"] = Client.Method,
                ["signing_algorithm"] = Client.SigningAlgorithm,
                ["redirect_uri"] = Client.RedirectUri,
            },
            ["access_token"] = AccessToken,
            ["refresh_token"] = RefreshToken,
            ["renew_at"] = RenewAt is { } moment ? moment.ToUnixTimeMilliseconds() / 1000.0 : null,
            ["scope"] = Scope,
            ["wanted_scope"] = WantedScope,
        },
        isIndented: true);

    // The compiler's own ToString would print the tokens.
    public override string ToString() => nameof(StoredLogin);

    // A token that expires during a request costs another round trip.
    private static TimeSpan Margin(TimeSpan lifetime) => TimeSpan.FromSeconds(Math.Min(30, lifetime.TotalSeconds / 10));
}
