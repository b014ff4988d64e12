using System.Text.Json;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;
using ModelContextProtocol;

namespace McpSkillGen.Host.Links;

/// <summary>Why a negotiation failed, as far as the SDK's exception tells.</summary>
internal enum HandshakeTrouble
{
    /// <summary>The server closed the connection.</summary>
    Closed,

    /// <summary>It answered with something that is not MCP.</summary>
    Nonsense,

    /// <summary>It did not answer in time.</summary>
    Silent,

    /// <summary>It answered with an error, or with a version that was not asked for.</summary>
    Refused,

    /// <summary>It could not be reached.</summary>
    Unreachable,
}

/// <summary>Judges a failed negotiation, whatever carried it.</summary>
internal static class HandshakeTroubles
{
    /// <returns>Null if the exception has nothing to do with the server.</returns>
    public static HandshakeTrouble? CausedBy(Exception e) => e switch
    {
        JsonException => HandshakeTrouble.Nonsense,
        HttpRequestException => HandshakeTrouble.Unreachable,
        TimeoutException => HandshakeTrouble.Silent,
        McpException => HandshakeTrouble.Refused,
        IOException or OperationCanceledException => HandshakeTrouble.Closed,
        _ => null,
    };

    public static ConnectFailure Judge(HandshakeTrouble trouble, CallTap tap)
    {
        // The server answered, but not with the version that we pinned.
        var serverVersion = trouble is HandshakeTrouble.Refused ? tap.Handshake.Text("protocolVersion"u8) : null;
        return new ConnectFailure
        {
            MayDislikeProbe = trouble is HandshakeTrouble.Closed or HandshakeTrouble.Nonsense,
            ServerVersion = McpVersions.IsLegacy(serverVersion) ? serverVersion : null,
            IsOutOfTime = trouble is HandshakeTrouble.Silent,
            IsOutOfReach = trouble is HandshakeTrouble.Unreachable,
        };
    }

    /// <summary>What happened, without a full stop.</summary>
    public static string Headline(HandshakeTrouble trouble, Exception e, TimeSpan startLimit) => trouble switch
    {
        HandshakeTrouble.Silent => $"The server did not get ready within {startLimit.TotalSeconds:0.#} s",
        HandshakeTrouble.Nonsense => $"The server answered the handshake with something that is not MCP ({PlainLine.Of(e.Message).TrimEnd('.')})",
        HandshakeTrouble.Refused => $"The server refused the handshake: {PlainLine.Of(e.Message).TrimEnd('.')}",
        _ => "The server closed the connection before it was ready",
    };
}
