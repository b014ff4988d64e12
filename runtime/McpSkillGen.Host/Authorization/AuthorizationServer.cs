using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Authorization;

/// <summary>An authorization server as it describes itself (RFC 8414, or OpenID Connect Discovery).</summary>
internal sealed record AuthorizationServer
{
    public required string Issuer { get; init; }

    public required string TokenEndpoint { get; init; }

    /// <summary>Null if no person can log in there.</summary>
    public string? AuthorizationEndpoint { get; init; }

    public string? RegistrationEndpoint { get; init; }

    public string? RevocationEndpoint { get; init; }

    /// <summary>Where a login with a code begins (RFC 8628); null if there is none.</summary>
    public string? DeviceEndpoint { get; init; }

    public IReadOnlyList<string>? ClientMethods { get; init; }

    /// <summary>The algorithms that clients may sign with; null if it does not say.</summary>
    public IReadOnlyList<string>? SigningAlgorithms { get; init; }

    /// <summary>The supported methods of PKCE; null if it does not say.</summary>
    public IReadOnlyList<string>? ChallengeMethods { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether the https address of a document may identify a client.</summary>
    public bool TakesMetadataDocuments { get; init; }

    /// <summary>Whether the redirect names the issuer, against mixed-up servers (RFC 9207).</summary>
    public bool NamesItself { get; init; }

    /// <summary>The addresses at a server without metadata, according to the revision 2025-03-26.</summary>
    public static AuthorizationServer Conventional(string origin) => new()
    {
        Issuer = origin,
        AuthorizationEndpoint = origin + "/authorize",
        TokenEndpoint = origin + "/token",
        RegistrationEndpoint = origin + "/register",
    };

    /// <returns>Null if it is not such a description.</returns>
    public static AuthorizationServer? Parse(JsonElement members) =>
        members.Words("token_endpoint"u8) is { } token
            ? new AuthorizationServer
            {
                Issuer = members.Words("issuer"u8) ?? "",
                TokenEndpoint = token,
                AuthorizationEndpoint = members.Words("authorization_endpoint"u8),
                RegistrationEndpoint = members.Words("registration_endpoint"u8),
                RevocationEndpoint = members.Words("revocation_endpoint"u8),
                DeviceEndpoint = members.Words("device_authorization_endpoint"u8),
                ClientMethods = members.Texts("token_endpoint_auth_methods_supported"u8),
                SigningAlgorithms = members.Texts("token_endpoint_auth_signing_alg_values_supported"u8),
                ChallengeMethods = members.Texts("code_challenge_methods_supported"u8),
                Scopes = members.Texts("scopes_supported"u8) ?? [],
                TakesMetadataDocuments = members.Member("client_id_metadata_document_supported"u8).IsTrue(),
                NamesItself = members.Member("authorization_response_iss_parameter_supported"u8).IsTrue(),
            }
            : null;

    /// <summary>Every address that receives secrets or browsers.</summary>
    public IEnumerable<string> Endpoints =>
        new[] { TokenEndpoint, AuthorizationEndpoint, RegistrationEndpoint, RevocationEndpoint, DeviceEndpoint }.OfType<string>();

    /// <summary>
    /// The page of somebody else where people would log in, while the result goes to this server: a server could exchange it there for
    /// tokens of its own (RFC 9700, section 4.4). A redirect that names its sender shows that.
    /// </summary>
    public string? MixedUpWith =>
        !NamesItself && IsForeign(AuthorizationEndpoint) ? AuthorizationEndpoint : IsForeign(DeviceEndpoint) ? DeviceEndpoint : null;

    private bool IsForeign(string? endpoint) =>
        endpoint is not null && new Uri(endpoint) is var page
        && !Issuers.ShareOwner(page, new Uri(Issuer)) && !Issuers.ShareOrigin(page, new Uri(TokenEndpoint));
}

/// <summary>Where to get tokens for a server, and for what.</summary>
/// <param name="Server">Who issues them.</param>
/// <param name="Resource">What they are for (RFC 8707); null if the server does not describe itself.</param>
/// <param name="Scopes">The scopes that the server lists; empty if it lists none.</param>
internal sealed record Directions(AuthorizationServer Server, string? Resource, IReadOnlyList<string> Scopes);
