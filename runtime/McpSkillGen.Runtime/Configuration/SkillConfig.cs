using System.Collections.ObjectModel;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>How a server is reached.</summary>
internal enum TransportKind
{
    /// <summary>A process that speaks MCP on its standard input and output.</summary>
    Stdio,

    /// <summary>Streamable HTTP.</summary>
    Http,

    /// <summary>HTTP with server-sent events, as in MCP before 2025-03-26.</summary>
    Sse,

    /// <summary>For a url without a transport: Streamable HTTP, or server-sent events if the server does not have that.</summary>
    AnyHttp,
}

/// <summary>Who shares an instance.</summary>
internal enum InstanceScope
{
    /// <summary>Every caller of the skill.</summary>
    Skill,

    /// <summary>The callers inside one project root.</summary>
    Workspace,
}

/// <summary>The values of <c>mcp-config.json</c>, with variables not replaced. Immutable.</summary>
internal sealed record SkillConfig
{
    /// <summary>The limit for one call if the config sets none.</summary>
    public static readonly TimeSpan DefaultCallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The same for a server's start: enough for a cold <c>npx</c> or <c>uvx</c> that installs first.</summary>
    public static readonly TimeSpan DefaultStartTimeout = TimeSpan.FromSeconds(60);

    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>What the product is, in one sentence, for the generated description. The server's own takes precedence.</summary>
    public string? About { get; init; }

    public TransportKind Transport { get; init; }

    /// <summary>The program to start, for <see cref="TransportKind.Stdio"/>.</summary>
    public string? Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables for the server, in the config's order, values with their <c>${…}</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Relative to the config's folder; null for the project's root, or the user's home.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The endpoint, for every transport but <see cref="TransportKind.Stdio"/>.</summary>
    public string? Url { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What shows a server over TLS who calls; null for nothing.</summary>
    public ClientCertificate? ClientCertificate { get; init; }

    /// <summary>How to log in, if the config says more than the server does.</summary>
    public AuthorizationSettings Authorization { get; init; } = AuthorizationSettings.Default;

    public KeepAlive KeepAlive { get; init; } = KeepAlive.Default;

    public InstanceScope Scope { get; init; }

    /// <summary>The limit for one call.</summary>
    public TimeSpan CallTimeout { get; init; } = DefaultCallTimeout;

    /// <summary>How long a server's start may take.</summary>
    public TimeSpan StartTimeout { get; init; } = DefaultStartTimeout;

    public ToolFilter Tools { get; init; } = ToolFilter.All;
}

/// <summary>Whether and for how long a host outlives the call that started it.</summary>
/// <param name="Enabled">False: every call starts and stops its own server.</param>
/// <param name="IdleTimeout">How long the host stays after the end of the last call; zero means forever.</param>
/// <param name="CheckInterval">How often the host checks.</param>
internal sealed record KeepAlive(bool Enabled, TimeSpan IdleTimeout, TimeSpan CheckInterval)
{
    /// <summary>One hour, checked every minute.</summary>
    public static KeepAlive Default { get; } = new(true, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
}

/// <summary>A certificate of the caller's own, in a file.</summary>
/// <param name="File">PEM, or PKCS#12 (<c>.pfx</c>, <c>.p12</c>).</param>
/// <param name="Key">The private key in PEM, if it is in a file of its own.</param>
/// <param name="Password">Of the private key; null if it has none.</param>
internal sealed record ClientCertificate(string File, string? Key = null, string? Password = null)
{
    // The compiler's ToString would print the password.
    public override string ToString() => File;
}

/// <summary>Which of the server's tools the skill offers. Patterns may contain <c>*</c>; exclusion takes precedence.</summary>
/// <param name="Include">Empty means every tool.</param>
/// <param name="Exclude">Empty means none.</param>
internal sealed record ToolFilter(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude)
{
    public static ToolFilter All { get; } = new([], []);

    /// <summary>The tools whose questions are answered with their own defaults if nobody can be asked; empty means none.</summary>
    public IReadOnlyList<string> AnsweredWithDefaults { get; init; } = [];

    /// <summary>Whether the questions of the tool of this wire name are.</summary>
    public bool AnswersWithDefaults(string wireName) => AnsweredWithDefaults.Any(pattern => Matches(pattern, wireName));

    /// <summary>Whether the skill offers the tool of this wire name.</summary>
    public bool Offers(string wireName) =>
        (Include.Count == 0 || Include.Any(pattern => Matches(pattern, wireName)))
        && !Exclude.Any(pattern => Matches(pattern, wireName));

    private static bool Matches(string pattern, string wireName) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, wireName, ignoreCase: false);
}
