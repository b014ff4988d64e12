namespace McpSkillGen.Runtime.Configuration;

/// <summary>For whom a token is requested.</summary>
internal enum AuthorizationGrant
{
    /// <summary>For a person, who logs in with a browser.</summary>
    AuthorizationCode,

    /// <summary>For the skill itself: nobody logs in.</summary>
    ClientCredentials,

    /// <summary>For a person whom the company's identity provider vouches for (enterprise-managed authorization): nobody logs in here.</summary>
    IdentityAssertion,
}

/// <summary>The values of <c>"auth"</c>: what an HTTP server does not say itself. Holds a secret once variables are replaced.</summary>
internal sealed record AuthorizationSettings
{
    public static AuthorizationSettings Default { get; } = new();

    /// <summary>A client that is already registered, or the https address of its metadata document; null to register one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Its secret, if it has one.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Its private key in PEM, if it signs instead (<c>private_key_jwt</c>).</summary>
    public string? PrivateKey { get; init; }

    public AuthorizationGrant Grant { get; init; }

    /// <summary>What to ask for; empty leaves it to the server.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The local port that the browser returns to; null for any free one.</summary>
    public int? RedirectPort { get; init; }

    /// <summary>The whole address that the browser returns to, for a client that was registered with another than ours; on this machine.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Which of the user's logins at the server this is; null for the only one.</summary>
    public string? Account { get; init; }

    /// <summary>The one authorization server that may be used; null for the one that the first login was made at.</summary>
    public string? Issuer { get; init; }

    /// <summary>False for an authorization server that refuses to be told what a token is for (RFC 8707).</summary>
    public bool SendsResource { get; init; } = true;

    /// <summary>Whether a login may be made at an authorization server that does not say whether it supports PKCE.</summary>
    public bool AssumesPkce { get; init; }

    /// <summary>What the identity provider gave the person: an OpenID Connect ID token.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>Where the identity provider exchanges it for an assertion to the authorization server.</summary>
    public string? IdentityTokenEndpoint { get; init; }

    /// <summary>The client that the ID token was given to.</summary>
    public string? IdentityClientId { get; init; }

    /// <summary>Every text with variables to replace, by its key.</summary>
    public IEnumerable<(string Key, string Text)> Texts => new[]
    {
        ("account", Account), ("issuer", Issuer), ("client_id", ClientId), ("client_secret", ClientSecret), ("private_key", PrivateKey), ("redirect_uri", RedirectUri),
        ("identity_token", IdentityToken), ("identity_token_endpoint", IdentityTokenEndpoint), ("identity_client_id", IdentityClientId),
    }.Where(static pair => pair.Item2 is not null).Select(static pair => (pair.Item1, pair.Item2!));

    /// <summary>The same with every one of <see cref="Texts"/> replaced.</summary>
    /// <param name="replace">Gets the key and the text.</param>
    public AuthorizationSettings Map(Func<string, string, string> replace)
    {
        return this with
        {
            Account = Replaced("account", Account),
            Issuer = Replaced("issuer", Issuer),
            RedirectUri = Replaced("redirect_uri", RedirectUri),
            ClientId = Replaced("client_id", ClientId),
            ClientSecret = Replaced("client_secret", ClientSecret),
            PrivateKey = Replaced("private_key", PrivateKey),
            IdentityToken = Replaced("identity_token", IdentityToken),
            IdentityTokenEndpoint = Replaced("identity_token_endpoint", IdentityTokenEndpoint),
            IdentityClientId = Replaced("identity_client_id", IdentityClientId),
        };

        string? Replaced(string key, string? text) => text is null ? null : replace(key, text);
    }

    /// <summary>As spelled in the config.</summary>
    public static string NameOf(AuthorizationGrant grant) => grant switch
    {
        AuthorizationGrant.ClientCredentials => "client_credentials",
        AuthorizationGrant.IdentityAssertion => "identity_assertion",
        _ => "authorization_code",
    };

    // The compiler's ToString would print the secret.
    public override string ToString() => nameof(AuthorizationSettings);
}
