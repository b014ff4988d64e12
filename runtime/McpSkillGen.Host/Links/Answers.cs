using System.Buffers;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Links;

/// <summary>What an answer of the server means for a call.</summary>
internal static class Answers
{
    // No error is honestly longer.
    private const int MaxErrorLength = 16 * 1024 * 1024;

    // A Failure is one level more, and its reader goes no deeper than the usual limit.
    private const int MaxErrorDepth = 63;

    /// <param name="answer">Neither <see cref="LineAnswer.None"/> nor <see cref="LineAnswer.InputRequired"/>.</param>
    public static ServerAnswer Of(LineAnswer answer)
    {
        if (answer is not LineAnswer.Complete { Line: var line })
        {
            return new ServerAnswer.TooLong();
        }

        if (AnswerReader.TryRead(line, out var result, out var error) is { } flaw)
        {
            return Unusable(flaw, line);
        }

        if (error.IsEmpty)
        {
            return new ServerAnswer.Result(result);
        }

        return error.Length <= MaxErrorLength && ForeignJson.TryParse(error.ToArray(), out var document, out _, MaxErrorDepth)
            ? new ServerAnswer.Error(new ServerError(document.RootElement))
            : Unusable($"is an error of {error.Length} bytes that cannot be read", line);
    }

    /// <param name="why">The rest of a sentence that begins with "the answer".</param>
    /// <param name="line">What the server answered.</param>
    public static ServerAnswer.Unusable Unusable(string why, ReadOnlySequence<byte> line) =>
        new(why, PlainLine.Excerpt(line.Slice(0, Math.Min(line.Length, PlainLine.ExcerptBytes)).ToArray()));
}
