using McpSkillGen.Host.Rules;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Host.Calls;

/// <summary>A call of a tool that no rule forbids, as far as can be told without the server.</summary>
/// <param name="Request">The call.</param>
/// <param name="Verdict">What the rules say about it.</param>
internal sealed record JudgedCall(ToolRequest Request, RuleVerdict Verdict);
