using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Host.Rules;

/// <summary>The rules of one skill, and what they need to know: its catalog and compiled expressions. Safe for many threads.</summary>
internal sealed class RuleBook
{
    private readonly RuleSet _rules;
    private readonly TextPatterns _patterns;
    private readonly CommittedTools _committed;

    /// <exception cref="SkillException">A regular expression in a rule cannot be read.</exception>
    public RuleBook(RuleSet rules, CommittedTools committed) =>
        (_rules, _committed, _patterns) = (rules, committed, TextPatterns.Compile(rules.Patterns));

    /// <summary>
    /// What happens to a call. A server that says something else of a tool than it said when the skill was made loosens nothing:
    /// every description is judged, and the strictest verdict counts.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="offered">How the server describes the tool now; empty if that is not known or does not matter.</param>
    public RuleVerdict Judge(ToolRequest request, IReadOnlyList<JsonElement> offered)
    {
        var known = _committed.Read().GetValueOrDefault(request.Tool);
        var texts = _patterns.ForCall();
        var strictest = Judge(request, known?.CommandName, known is null ? ToolHints.Unannotated : ToolHints.Of(known.Json), texts);
        foreach (var tool in offered)
        {
            var verdict = Judge(request, known?.CommandName, ToolHints.Of(tool), texts);
            strictest = verdict.Decision > strictest.Decision ? verdict : strictest;
        }

        return strictest;
    }

    /// <summary>A sentence for each name in a rule that is no tool's: it is probably misspelled.</summary>
    public IEnumerable<string> IdleNames()
    {
        var tools = _committed.Read().Select(static pair => new CalledTool(pair.Key, pair.Value.CommandName, ToolHints.Unannotated)).ToArray();
        return tools.Length == 0
            ? []
            : from rule in _rules.Rules
              from selector in rule.Tools
              where !selector.IsAboutHints && !tools.Any(tool => selector.Selects(tool, ignoreCase: rule.Do is not CallDecision.Allow))
              select $"{rule.Place}: no tool of this skill is called '{selector.Text}'. Is it misspelled?";
    }

    private RuleVerdict Judge(ToolRequest request, string? command, ToolHints hints, ITextMatcher texts) =>
        _rules.Judge(new CalledTool(request.Tool, command, hints), request.Arguments, texts);
}
