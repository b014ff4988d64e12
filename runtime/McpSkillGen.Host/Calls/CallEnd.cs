using McpSkillGen.Host.Statistics;
using McpSkillGen.Host.Streams;

namespace McpSkillGen.Host.Calls;

/// <summary>A call that has ended.</summary>
/// <param name="LastFrame">What its client gets; null if nobody is left to be told.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Duration">Since its arrival, including the start of a server.</param>
internal readonly record struct CallEnd(Outgoing? LastFrame, CallVerdict Verdict, TimeSpan Duration)
{
    /// <summary>Writes it down for the audit, and never throws; null without one.</summary>
    public Action? Record { get; init; }
}
