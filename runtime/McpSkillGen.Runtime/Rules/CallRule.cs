using System.Text.Json;

namespace McpSkillGen.Runtime.Rules;

/// <summary>One rule of a config.</summary>
/// <param name="Tools">It is about a tool that any of them selects.</param>
/// <param name="When">What the arguments must be like; null for anything.</param>
/// <param name="Do">What happens to such a call.</param>
/// <param name="Place">Where it stands: <c>mcp-config.json:12:5</c>.</param>
internal sealed record CallRule(IReadOnlyList<ToolSelector> Tools, Condition? When, CallDecision Do, string Place)
{
    /// <summary>Whether it is about a call. A rule that asks or denies is also about a call in doubt, one that allows is not.</summary>
    /// <param name="tool">What is called.</param>
    /// <param name="arguments">One JSON object.</param>
    /// <param name="texts">Checks regular expressions.</param>
    /// <param name="isCertain">Whether nothing was in doubt.</param>
    public bool Concerns(in CalledTool tool, JsonElement arguments, ITextMatcher texts, out bool isCertain)
    {
        isCertain = true;
        if (!Selects(tool))
        {
            return false;
        }

        var holds = When is null ? true : When(arguments, texts);
        isCertain = holds is not null;
        return holds ?? Do is not CallDecision.Allow;
    }

    /// <summary><c>deny delete_*, @destructive</c></summary>
    public override string ToString() =>
        $"{Name(Do)} {string.Join(", ", Tools.Select(static tool => tool.Text))}{(When is null ? "" : " when its arguments match")}";

    /// <summary>The rule and where it stands, as a sentence.</summary>
    /// <param name="folder">The skill's.</param>
    public string Tell(string folder) => $"The rule is \"{this}\", {Path.Combine(folder, Place)}.";

    /// <summary>As the config spells it.</summary>
    public static string Name(CallDecision decision) => decision switch
    {
        CallDecision.Deny => "deny",
        CallDecision.Ask => "ask",
        _ => "allow",
    };

    /// <summary>Whether it is about a tool, whatever the arguments are.</summary>
    public bool Selects(in CalledTool tool)
    {
        foreach (var selector in Tools)
        {
            if (selector.Selects(tool, ignoreCase: Do is not CallDecision.Allow))
            {
                return true;
            }
        }

        return false;
    }
}
