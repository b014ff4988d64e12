using System.Buffers;
using McpSkillGen.Host.Messages;

namespace McpSkillGen.Host.Links;

/// <summary>How a request ended.</summary>
internal abstract record ServerAnswer
{
    private ServerAnswer()
    {
    }

    /// <param name="Json">The server's own result, valid JSON in UTF-8.</param>
    public sealed record Result(ReadOnlySequence<byte> Json) : ServerAnswer;

    /// <summary>The server answered with more than can be passed on.</summary>
    public sealed record TooLong : ServerAnswer;

    /// <summary>The server answered, but not with a valid answer.</summary>
    /// <param name="Why">The rest of a sentence that begins with "the answer".</param>
    /// <param name="Excerpt">How the answer begins, on one line.</param>
    public sealed record Unusable(string Why, string Excerpt) : ServerAnswer;

    /// <summary>The server answered with a JSON-RPC error.</summary>
    /// <param name="Detail">The server's own.</param>
    public sealed record Error(ServerError Detail) : ServerAnswer;

    /// <summary>The server ended, or the connection broke, after the request was sent.</summary>
    /// <param name="How">What is known about it, for people: one sentence, then the server's last lines.</param>
    public sealed record Lost(string How) : ServerAnswer;

    /// <summary>The request did not reach the server, or the server did not take it: it certainly did not run.</summary>
    /// <param name="Why">A sentence and a remedy.</param>
    public sealed record NotDelivered(string Why) : ServerAnswer;

    /// <summary>The request certainly did not run, and may be sent again in a new session.</summary>
    /// <param name="Otherwise">The answer if a new session does not help.</param>
    public sealed record SessionLost(ServerAnswer Otherwise) : ServerAnswer;
}
