using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Host.Calls;

/// <summary>What was decided about a call.</summary>
/// <param name="Decision">Whether it may be made.</param>
/// <param name="Rule">The place of the rule that decided; null if none was about the call.</param>
internal sealed record CallRuling(CallDecision Decision, string? Rule)
{
    public static CallRuling Unruled { get; } = new(CallDecision.Allow, null);

    /// <summary>How a person agreed: <c>terminal</c>, or the name of the approval; null if none did.</summary>
    public string? Approval { get; init; }
}
