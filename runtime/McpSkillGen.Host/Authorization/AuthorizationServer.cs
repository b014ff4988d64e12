using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;

namespace McpSkillGen.Host.Authorization;

/// <summary>An authorization server as it describes itself (RFC 8414, or OpenID Connect Discovery).</summary>
internal sealed record AuthorizationServer
{
    public required string Issuer { get; init; }

    public required string TokenEndpoint { get; init; }

    /// <summary>Null at one that no person logs in to.</summary>
    public string? AuthorizationEndpoint { get; init; }

    public string? RegistrationEndpoint { get; init; }

    public string? RevocationEndpoint { get; init; }

    public IReadOnlyList<string>? ClientMethods { get; init; }

    /// <summary>How clients that sign may do so; null where it does not say.</summary>
    public IReadOnlyList<string>? SigningAlgorithms { get; init; }

    /// <summary>Null where it does not say which it supports.</summary>
    public IReadOnlyList<string>? ChallengeMethods { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether the https address of a document may stand for a client.</summary>
    public bool TakesMetadataDocuments { get; init; }

    /// <summary>Whether the browser comes back with the issuer's name, against mixed-up servers (RFC 9207).</summary>
    public bool NamesItself { get; init; }

    /// <summary>Where the revision 2025-03-26 says that everything is at a server without metadata.</summary>
    public static AuthorizationServer Conventional(string origin) => new()
    {
        Issuer = origin,
        AuthorizationEndpoint = origin + "/authorize",
        TokenEndpoint = origin + "/token",
        RegistrationEndpoint = origin + "/register",
    };

    /// <returns>Null when it is no such description.</returns>
    public static AuthorizationServer? Parse(JsonObject members) =>
        members.Text("token_endpoint") is { } token
            ? new AuthorizationServer
            {
                Issuer = members.Text("issuer") ?? "",
                TokenEndpoint = token,
                AuthorizationEndpoint = members.Text("authorization_endpoint"),
                RegistrationEndpoint = members.Text("registration_endpoint"),
                RevocationEndpoint = members.Text("revocation_endpoint"),
                ClientMethods = members.Texts("token_endpoint_auth_methods_supported"),
                SigningAlgorithms = members.Texts("token_endpoint_auth_signing_alg_values_supported"),
                ChallengeMethods = members.Texts("code_challenge_methods_supported"),
                Scopes = members.Texts("scopes_supported") ?? [],
                TakesMetadataDocuments = members.IsTrue("client_id_metadata_document_supported"),
                NamesItself = members.IsTrue("authorization_response_iss_parameter_supported"),
            }
            : null;

    /// <summary>Every address that something secret is sent to, or that a browser is sent to.</summary>
    public IEnumerable<string> Endpoints =>
        new[] { TokenEndpoint, AuthorizationEndpoint, RegistrationEndpoint, RevocationEndpoint }.OfType<string>();
}

/// <summary>Where and for what tokens are to be had for a server.</summary>
/// <param name="Server">Who gives them.</param>
/// <param name="Resource">What they are for (RFC 8707); null at a server that does not describe itself.</param>
/// <param name="Scopes">What the server says that one may need; empty where it does not say.</param>
internal sealed record Directions(AuthorizationServer Server, string? Resource, IReadOnlyList<string> Scopes);
