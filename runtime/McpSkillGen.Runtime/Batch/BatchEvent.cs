using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Batch;

/// <summary>What happens during a batch.</summary>
internal abstract record BatchEvent
{
    /// <param name="Lines">What was read at once, in its order.</param>
    public sealed record LinesRead(IReadOnlyList<BatchLine> Lines) : BatchEvent;

    /// <param name="Trouble">Why it could not be read to its end; null when it was.</param>
    public sealed record InputEnded(string? Trouble) : BatchEvent;

    public sealed record MessageArrived(BatchLink Link, Parsed<HostMessage> Parsed) : BatchEvent;

    /// <param name="Link">Nothing more comes from it.</param>
    /// <param name="IsSilent">The host is there and says nothing, for longer than its calls may take.</param>
    public sealed record LinkEnded(BatchLink Link, bool IsSilent) : BatchEvent;
}
