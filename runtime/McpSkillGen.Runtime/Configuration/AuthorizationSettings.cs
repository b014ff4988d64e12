namespace McpSkillGen.Runtime.Configuration;

/// <summary>On whose behalf a token is asked for.</summary>
internal enum AuthorizationGrant
{
    /// <summary>A person's, who logs in with a browser.</summary>
    AuthorizationCode,

    /// <summary>The skill's own: nobody logs in.</summary>
    ClientCredentials,
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

    // The compiler's own ToString would print the secret.
    public override string ToString() => nameof(AuthorizationSettings);
}
