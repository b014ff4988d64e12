using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Runtime.Commands;

/// <summary>Says that a rule forbids a call before a host is started for it. The host decides all the same: this only saves the start.</summary>
internal static class ForbiddenCall
{
    /// <exception cref="SkillException">A rule certainly forbids it.</exception>
    public static void Check(Skill skill, ToolDefinition tool, ReadOnlyMemory<byte> arguments, RuleSet rules)
    {
        if (rules.Rules.Count == 0 || !ForeignJson.TryParseObject(arguments, out var parsed, out _))
        {
            return;
        }

        using (parsed)
        {
            var hints = ForeignJson.TryParse(skill.Definition.DescribeTool(tool.WireName).ToArray(), out var described, out _)
                ? ToolHints.Of(described.RootElement)
                : ToolHints.Unannotated;
            if (rules.Judge(new CalledTool(tool.WireName, tool.CommandName, hints), parsed.RootElement, NoExpressions.Instance)
                is { Decision: CallDecision.Deny, IsCertain: true, Rule: { } rule })
            {
                throw new SkillException(ExitCode.NotAllowed, $"A rule forbids this call; nothing was started or sent. {rule.Tell(skill.RequireFolder().Root)}");
            }
        }
    }

    // Executors are linked without regular expressions.
    private sealed class NoExpressions : ITextMatcher
    {
        public static NoExpressions Instance { get; } = new();

        public bool? Matches(string pattern, string text) => null;
    }
}
