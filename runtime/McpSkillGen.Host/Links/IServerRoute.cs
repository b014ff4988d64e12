using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol.Client;

namespace McpSkillGen.Host.Links;

/// <summary>How one server is reached, as the config describes it. Opens links, and explains why one could not be opened.</summary>
internal interface IServerRoute : IDisposable
{
    /// <summary>What is waited for while the server starts, for people.</summary>
    string Subject { get; }

    /// <summary>What the server said last, to people, in the start that is going on; null if it said nothing.</summary>
    string? LatestWords => null;

    /// <summary>The transport that the config asks for.</summary>
    TransportKind Transport { get; }

    /// <summary>Starts or reaches the server and negotiates with it.</summary>
    /// <param name="transport">One that fits <see cref="Transport"/>, and never <see cref="TransportKind.AnyHttp"/>.</param>
    /// <param name="tap">Sees every message.</param>
    /// <param name="introduction">What we say about ourselves, and how long the negotiation may take.</param>
    /// <param name="startLimit">How long the start may take, with all its attempts: what the error names.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SkillException">The server's command or folder does not exist, or cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing is left running.</exception>
    Task<LinkAttempt> OpenAsync(TransportKind transport, CallTap tap, McpClientOptions introduction, TimeSpan startLimit, CancellationToken cancellationToken);
}

/// <summary>What came of trying to open a link.</summary>
internal abstract record LinkAttempt
{
    private LinkAttempt()
    {
    }

    /// <param name="Link">Negotiated.</param>
    /// <param name="Client">The SDK's end of the link, which ends with it.</param>
    public sealed record Opened(IServerLink Link, McpClient Client) : LinkAttempt;

    /// <param name="Why">For people.</param>
    /// <param name="Failure">For the decision what to try next.</param>
    public sealed record Failed(SkillException Why, ConnectFailure Failure) : LinkAttempt;
}

/// <summary>What is known about a connection that failed.</summary>
internal readonly record struct ConnectFailure
{
    /// <summary>The server left or answered nonsense, as older servers do when they get a question that they do not know.</summary>
    public bool MayDislikeProbe { get; init; }

    /// <summary>Its answer over HTTP is one that servers give which know only the older transport.</summary>
    public bool MayBeOlderTransport { get; init; }

    /// <summary>It speaks the transport that was tried, so that what it said counts, even if the transport was a guess.</summary>
    public bool IsRightTransport { get; init; }

    /// <summary>The version that the server named when it was asked for another one.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>It did not answer in time.</summary>
    public bool IsOutOfTime { get; init; }

    /// <summary>It cannot be reached, or wants authorization first: asking in another way changes nothing.</summary>
    public bool IsOutOfReach { get; init; }
}
