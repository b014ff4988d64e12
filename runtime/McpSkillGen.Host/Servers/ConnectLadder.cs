using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Servers;

/// <summary>One way to introduce ourselves to a server.</summary>
/// <param name="Version">The protocol version that is insisted on; null to agree on one.</param>
/// <param name="Transport">Never <see cref="TransportKind.AnyHttp"/>.</param>
internal readonly record struct Rung(string? Version, TransportKind Transport)
{
    public override string ToString() =>
        (Version is null ? "any protocol" : $"protocol {Version}") + (Transport is TransportKind.Sse ? " over SSE" : "");
}

/// <summary>What is known of a connection that failed.</summary>
internal readonly record struct ConnectFailure
{
    /// <summary>The server left or answered nonsense, as older servers do at a question that they do not know.</summary>
    public bool MayDislikeProbe { get; init; }

    /// <summary>Its answer over HTTP is one that servers give which know only the older transport.</summary>
    public bool MayBeOlderTransport { get; init; }

    /// <summary>The version that the server named where it was asked for another one.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>It did not answer in its time.</summary>
    public bool IsOutOfTime { get; init; }

    /// <summary>There is no way to it, or it wants authorization first: asking otherwise changes nothing.</summary>
    public bool IsOutOfReach { get; init; }
}

/// <summary>In which order transports and protocol versions are tried: arithmetic on plain values.</summary>
internal static class ConnectLadder
{
    public const string NewestLegacyVersion = "2025-11-25";

    /// <param name="configured">What the config says.</param>
    public static Rung First(TransportKind configured) => configured switch
    {
        // Older than the probe for newer versions, which its servers may never answer.
        TransportKind.Sse => new Rung(NewestLegacyVersion, TransportKind.Sse),
        TransportKind.AnyHttp => new Rung(null, TransportKind.Http),
        _ => new Rung(null, configured),
    };

    /// <summary>Whether a rung that was remembered can be one of this config's.</summary>
    public static bool Fits(Rung rung, TransportKind configured) =>
        rung.Transport == configured || (configured is TransportKind.AnyHttp && rung.Transport is TransportKind.Http or TransportKind.Sse);

    /// <returns>What to try next; null when nothing is left to try.</returns>
    public static Rung? Next(Rung tried, TransportKind configured, in ConnectFailure failure) => failure switch
    {
        { IsOutOfReach: true } => null,

        // A server that knows its own version says so.
        { ServerVersion: { } version } when version != tried.Version => tried with { Version = version },
        { MayDislikeProbe: true } when !McpVersions.IsLegacy(tried.Version) => tried with { Version = NewestLegacyVersion },
        { MayBeOlderTransport: true } when (configured, tried.Transport) is (TransportKind.AnyHttp, TransportKind.Http) => First(TransportKind.Sse),

        // Remembered, and no longer true: it may have become a newer server.
        { IsOutOfTime: false, MayDislikeProbe: false } when tried != First(configured) => First(configured),
        _ => null,
    };
}
