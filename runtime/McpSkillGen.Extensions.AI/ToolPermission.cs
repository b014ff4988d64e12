using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Extensions.AI;

/// <summary>What the rules of a skill say about a tool before its arguments are known. The host judges each call anyway.</summary>
internal static class ToolPermission
{
    /// <returns>
    /// <see cref="CallDecision.Deny"/> if every call is denied, <see cref="CallDecision.Ask"/> if a person may be asked about some call,
    /// otherwise <see cref="CallDecision.Allow"/>.
    /// </returns>
    public static CallDecision Of(RuleSet rules, ToolSummary tool, ToolHints hints)
    {
        var called = new CalledTool(tool.WireName, tool.CommandName, hints);
        var mayPass = false;
        foreach (var rule in rules.Rules.Where(rule => rule.Selects(called)))
        {
            if (rule.Do is CallDecision.Ask)
            {
                return CallDecision.Ask;
            }

            mayPass |= rule.Do is CallDecision.Allow;
            if (rule.When is null)
            {
                return mayPass ? CallDecision.Allow : CallDecision.Deny;
            }
        }

        return CallDecision.Allow;
    }
}
