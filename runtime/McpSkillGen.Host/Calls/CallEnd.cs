using McpSkillGen.Host.Statistics;
using McpSkillGen.Host.Streams;

namespace McpSkillGen.Host.Calls;

/// <summary>A call that has ended.</summary>
/// <param name="LastFrame">What its client is told; null when there is nobody left to tell.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Duration">From its arrival, a server's start included.</param>
internal readonly record struct CallEnd(Outgoing? LastFrame, CallVerdict Verdict, TimeSpan Duration);
