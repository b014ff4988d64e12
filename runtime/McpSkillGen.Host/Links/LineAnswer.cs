using System.Buffers;

namespace McpSkillGen.Host.Links;

/// <summary>An answer as it came over the wire, past the SDK.</summary>
internal abstract record LineAnswer
{
    private LineAnswer()
    {
    }

    /// <param name="Line">Looks like an answer; not validated yet.</param>
    public sealed record Complete(ReadOnlySequence<byte> Line) : LineAnswer;

    /// <summary>It was longer than the host keeps.</summary>
    public sealed record Overlong : LineAnswer;

    /// <summary>The server needs input first (<c>"resultType":"input_required"</c>).</summary>
    /// <param name="Line">Looks like an answer with a result.</param>
    public sealed record InputRequired(ReadOnlySequence<byte> Line) : LineAnswer;

    /// <summary>The server ended before it answered, or its input was closed before it got the request.</summary>
    public sealed record None : LineAnswer;
}
