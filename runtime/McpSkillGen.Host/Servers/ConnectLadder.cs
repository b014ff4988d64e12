using McpSkillGen.Host.Links;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Servers;

/// <summary>One way to introduce ourselves to a server.</summary>
/// <param name="Version">The only protocol version that we accept; null to agree on one.</param>
/// <param name="Transport">Never <see cref="TransportKind.AnyHttp"/>.</param>
internal readonly record struct Rung(string? Version, TransportKind Transport)
{
    public override string ToString() =>
        (Version is null ? "any protocol" : $"protocol {Version}") + (Transport is TransportKind.Sse ? " over SSE" : "");
}

/// <summary>In which order transports and protocol versions are tried: arithmetic on plain values.</summary>
internal static class ConnectLadder
{
    /// <param name="configured">What the config says.</param>
    public static Rung First(TransportKind configured) => configured switch
    {
        // The transport is older than the probe for newer versions, and its servers may never answer that.
        TransportKind.Sse => new Rung(McpVersions.NewestLegacy, TransportKind.Sse),
        TransportKind.AnyHttp => new Rung(null, TransportKind.Http),
        _ => new Rung(null, configured),
    };

    /// <summary>Whether a remembered rung fits the config.</summary>
    public static bool Fits(Rung rung, TransportKind configured) =>
        rung.Transport == configured || (configured is TransportKind.AnyHttp && rung.Transport is TransportKind.Http or TransportKind.Sse);

    /// <returns>What to try next; null if nothing is left to try.</returns>
    public static Rung? Next(Rung tried, TransportKind configured, in ConnectFailure failure) => failure switch
    {
        { IsOutOfReach: true } => null,

        // A server that knows its own version says so.
        { ServerVersion: { } version } when version != tried.Version => tried with { Version = version },
        { MayDislikeProbe: true } when !McpVersions.IsLegacy(tried.Version) => tried with { Version = McpVersions.NewestLegacy },
        { MayBeOlderTransport: true } when (configured, tried.Transport) is (TransportKind.AnyHttp, TransportKind.Http) => First(TransportKind.Sse),

        // Remembered, but no longer true: the server may be newer now.
        { IsOutOfTime: false, MayDislikeProbe: false } when tried != First(configured) => First(configured),
        _ => null,
    };
}
