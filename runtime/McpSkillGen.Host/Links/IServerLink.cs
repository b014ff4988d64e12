using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Links;

/// <summary>
/// One negotiated connection to a server: sends requests and brings back their answers, passes cancels on, knows how the
/// server ended, and ends the connection when disposed. There are two: to a process of this host, and to a server over HTTP.
/// </summary>
internal interface IServerLink : IAsyncDisposable
{
    /// <summary>Never <see cref="TransportKind.AnyHttp"/>.</summary>
    TransportKind Transport { get; }

    /// <summary>The server's process; null if this host did not start it.</summary>
    int? ProcessId { get; }

    /// <summary>Completes as soon as the server is gone.</summary>
    Task Ended { get; }

    /// <summary>What the server wrote so far that no call could use.</summary>
    ServerOddities.Counts Oddities { get; }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="method">The MCP method.</param>
    /// <param name="parameters">Its params: one JSON object, valid UTF-8.</param>
    /// <param name="listener">Receives progress and logs; null if the request is the host's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the server was told.</exception>
    Task<ServerAnswer> RequestAsync(string method, ReadOnlyMemory<byte> parameters, ICallListener? listener, CancellationToken cancellationToken);

    /// <summary>What the server wrote since that no call could use, in a sentence; null if there was nothing.</summary>
    string? TellOdditiesSince(ServerOddities.Counts earlier);

    /// <summary>How the server ended, as far as it is known right now: a sentence, then its last lines.</summary>
    string TellEnd();

    /// <summary>From now until <see cref="ReleaseRequests"/> requests may be collected, to share a write.</summary>
    void HoldRequests();

    /// <summary>Ends one <see cref="HoldRequests"/>.</summary>
    void ReleaseRequests();
}
