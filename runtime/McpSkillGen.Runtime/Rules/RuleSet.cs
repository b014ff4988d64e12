using System.Text.Json;

namespace McpSkillGen.Runtime.Rules;

/// <summary>What the rules say about a call.</summary>
/// <param name="Decision">What happens to it.</param>
/// <param name="Rule">The rule that decides; null if none is about the call.</param>
/// <param name="IsCertain">False if a condition could not be checked, and the stricter reading was taken.</param>
internal readonly record struct RuleVerdict(CallDecision Decision, CallRule? Rule, bool IsCertain);

/// <summary>A regular expression in a rule, and where it stands.</summary>
internal readonly record struct RulePattern(string Source, string Place);

/// <summary>The rules of a config, in order. The first one that is about a call decides; without one the call is allowed.</summary>
/// <param name="Rules">In the config's order.</param>
/// <param name="Patterns">The regular expressions in their conditions.</param>
internal sealed record RuleSet(IReadOnlyList<CallRule> Rules, IReadOnlyList<RulePattern> Patterns)
{
    public static RuleSet Empty { get; } = new([], []);

    /// <summary>Whether any rule asks what a tool does, and not only what it is called.</summary>
    public bool AskForHints => Rules.Any(static rule => rule.Tools.Any(static tool => tool.IsAboutHints));

    /// <param name="tool">What is called.</param>
    /// <param name="arguments">One JSON object.</param>
    /// <param name="texts">Checks regular expressions.</param>
    public RuleVerdict Judge(in CalledTool tool, JsonElement arguments, ITextMatcher texts)
    {
        var isCertain = true;
        foreach (var rule in Rules)
        {
            var concerns = rule.Concerns(tool, arguments, texts, out var ruleIsCertain);
            isCertain &= ruleIsCertain;
            if (concerns)
            {
                return new RuleVerdict(rule.Do, rule, isCertain);
            }
        }

        return new RuleVerdict(CallDecision.Allow, null, isCertain);
    }
}
