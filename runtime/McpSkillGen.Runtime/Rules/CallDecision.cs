namespace McpSkillGen.Runtime.Rules;

/// <summary>What happens to a call, from the loosest to the strictest.</summary>
internal enum CallDecision
{
    Allow,

    /// <summary>Only if a person agrees.</summary>
    Ask,

    Deny,
}

/// <summary>What a condition is checked with, where it is about a text.</summary>
internal interface ITextMatcher
{
    /// <returns>Whether the text matches the regular expression; null if that cannot be told.</returns>
    bool? Matches(string pattern, string text);
}
