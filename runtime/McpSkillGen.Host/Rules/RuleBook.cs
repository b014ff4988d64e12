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

    /// <summary>What happens to a call, by what the server said of the tool when the skill was made.</summary>
    public RuleVerdict Judge(ToolRequest request)
    {
        var known = Known(request);
        return Judge(request, known?.CommandName, HintsOf(known), _patterns.ForCall());
    }

    /// <summary>
    /// What happens to a call that is judged already. A server that says something else of a tool than it said when the skill was made
    /// loosens nothing: every description is judged, and the strictest verdict counts.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="verdict">What <see cref="Judge(ToolRequest)"/> returned.</param>
    /// <param name="offered">How the server describes the tool now; empty if that is not known or does not matter.</param>
    public RuleVerdict Strictest(ToolRequest request, RuleVerdict verdict, IReadOnlyList<JsonElement> offered)
    {
        var known = Known(request);
        var committed = HintsOf(known);
        var texts = _patterns.ForCall();
        foreach (var hints in offered.Select(ToolHints.Of).Where(hints => hints != committed).Distinct())
        {
            var now = Judge(request, known?.CommandName, hints, texts);
            verdict = now.Decision > verdict.Decision ? now : verdict;
        }

        return verdict;
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

    private CommittedTool? Known(ToolRequest request) => _committed.Read().GetValueOrDefault(request.Tool);

    private static ToolHints HintsOf(CommittedTool? known) => known is null ? ToolHints.Unannotated : ToolHints.Of(known.Json);

    private RuleVerdict Judge(ToolRequest request, string? command, ToolHints hints, ITextMatcher texts) =>
        _rules.Judge(new CalledTool(request.Tool, command, hints), request.Arguments, texts);
}
