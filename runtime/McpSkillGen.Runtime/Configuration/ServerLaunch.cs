namespace McpSkillGen.Runtime.Configuration;

/// <summary>How to reach the server, with all variables replaced. Holds secrets: never logged, and never in our own argv.</summary>
internal abstract record ServerLaunch
{
    /// <param name="Command">A program's name or path.</param>
    /// <param name="Arguments">Its arguments.</param>
    /// <param name="Environment">Variables added to the inherited ones.</param>
    /// <param name="WorkingDirectory">Absolute.</param>
    public sealed record Process(
        string Command,
        IReadOnlyList<string> Arguments,
        IReadOnlyDictionary<string, string> Environment,
        string WorkingDirectory) : ServerLaunch;

    /// <param name="Transport">Anything but <see cref="TransportKind.Stdio"/>.</param>
    /// <param name="Endpoint">Absolute, http or https.</param>
    /// <param name="Headers">Sent with every request.</param>
    /// <param name="ShownAddress">The endpoint for people: without user, query, and values of variables.</param>
    public sealed record Remote(
        TransportKind Transport, Uri Endpoint, IReadOnlyDictionary<string, string> Headers, string ShownAddress) : ServerLaunch
    {
        /// <summary>What shows the server over TLS who calls, with absolute paths; null for nothing.</summary>
        public ClientCertificate? ClientCertificate { get; init; }

        /// <summary>How to log in.</summary>
        public AuthorizationSettings Authorization { get; init; } = AuthorizationSettings.Default;

        /// <summary>Whether the config itself has the credentials, so nobody logs in.</summary>
        public bool HasOwnCredentials =>
            Endpoint.UserInfo.Length > 0 || Headers.Keys.Any(static name => name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    // The compiler's ToString would print the environment.
    public sealed override string ToString() => GetType().Name;
}
