namespace McpSkillGen.Runtime.Configuration;

/// <summary>On whose behalf a token is asked for.</summary>
internal enum AuthorizationGrant
{
    /// <summary>A person's, who logs in with a browser.</summary>
    AuthorizationCode,

    /// <summary>The skill's own: nobody logs in.</summary>
    ClientCredentials,

    /// <summary>A person's, whom their company's identity provider vouches for (enterprise-managed authorization): nobody logs in here.</summary>
    IdentityAssertion,
}

/// <summary>What <c>"auth"</c> says: everything that a server over HTTP does not tell by itself. Holds a secret once variables are put in.</summary>
internal sealed record AuthorizationSettings
{
    public static AuthorizationSettings Default { get; } = new();

    /// <summary>The client that is registered already, or the https address of its metadata document; null to register one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Its secret, where it has one.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Its private key in PEM, where it signs instead (<c>private_key_jwt</c>).</summary>
    public string? PrivateKey { get; init; }

    public AuthorizationGrant Grant { get; init; }

    /// <summary>What to ask for; empty leaves it to the server.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The port on this machine that the browser comes back to; null for any that is free.</summary>
    public int? RedirectPort { get; init; }

    /// <summary>What the identity provider gave the person: an OpenID Connect ID token.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>Where the identity provider exchanges it for an assertion to the authorization server.</summary>
    public string? IdentityTokenEndpoint { get; init; }

    /// <summary>The client that the ID token was given to.</summary>
    public string? IdentityClientId { get; init; }

    /// <summary>Every text in which variables are put in, by its key.</summary>
    public IEnumerable<(string Key, string Text)> Texts => new[]
    {
        ("client_id", ClientId), ("client_secret", ClientSecret), ("private_key", PrivateKey),
        ("identity_token", IdentityToken), ("identity_token_endpoint", IdentityTokenEndpoint), ("identity_client_id", IdentityClientId),
    }.Where(static pair => pair.Item2 is not null).Select(static pair => (pair.Item1, pair.Item2!));

    /// <summary>The same with every one of <see cref="Texts"/> replaced.</summary>
    /// <param name="replace">Gets the key and the text.</param>
    public AuthorizationSettings Map(Func<string, string, string> replace)
    {
        return this with
        {
            ClientId = Replaced("client_id", ClientId),
            ClientSecret = Replaced("client_secret", ClientSecret),
            PrivateKey = Replaced("private_key", PrivateKey),
            IdentityToken = Replaced("identity_token", IdentityToken),
            IdentityTokenEndpoint = Replaced("identity_token_endpoint", IdentityTokenEndpoint),
            IdentityClientId = Replaced("identity_client_id", IdentityClientId),
        };

        string? Replaced(string key, string? text) => text is null ? null : replace(key, text);
    }

    /// <summary>As the config spells it.</summary>
    public static string NameOf(AuthorizationGrant grant) => grant switch
    {
        AuthorizationGrant.ClientCredentials => "client_credentials",
        AuthorizationGrant.IdentityAssertion => "identity_assertion",
        _ => "authorization_code",
    };

    // The compiler's own ToString would print the secret.
    public override string ToString() => nameof(AuthorizationSettings);
}
