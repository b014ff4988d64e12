using System.Text.Json;
using McpSkillGen.Runtime.Rules;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>
/// Reads <c>"rules"</c>. Everything that could make a rule not apply is an error: a key, a keyword or a tool's trait that does not
/// exist.
/// </summary>
internal static class RuleReader
{
    internal static readonly string[] KnownKeys = ["tools", "when", "do"];

    /// <param name="values">Where to read them.</param>
    /// <param name="key">Their name.</param>
    public static RuleSet Read(ref ConfigValues values, string key)
    {
        var rules = new List<CallRule>();
        var patterns = new List<RulePattern>();
        if (!values.IsAt(JsonTokenType.StartArray, key, "an array of rules"))
        {
            return RuleSet.Empty;
        }

        for (var i = 0; values.Read() && values.TokenType is not JsonTokenType.EndArray; i++)
        {
            if (ReadRule(ref values, $"{key}[{i}]", patterns) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return new RuleSet(rules, patterns);
    }

    private static CallRule? ReadRule(ref ConfigValues values, string path, List<RulePattern> patterns)
    {
        var start = values.Position;
        if (!values.IsAt(JsonTokenType.StartObject, path, "an object with \"tools\", \"when\" and \"do\""))
        {
            return null;
        }

        var given = new HashSet<string>(StringComparer.Ordinal);
        List<ToolSelector>? tools = null;
        Condition? when = null;
        CallDecision? decision = null;
        while (values.NextKey() is { } key)
        {
            if (!given.Add(key))
            {
                values.ReportKey($"\"{path}.{key}\" is given twice.");
                continue;
            }

            switch (key)
            {
                case "tools":
                    tools = ReadTools(ref values, $"{path}.{key}");
                    break;
                case "when":
                    when = new ConditionReader(patterns).Read(ref values, $"{path}.{key}");
                    break;
                case "do":
                    decision = values.ReadChoice<CallDecision>(
                        $"{path}.{key}", ("allow", CallDecision.Allow), ("ask", CallDecision.Ask), ("deny", CallDecision.Deny));
                    break;
                default:
                    values.ReportKey($"a rule has no key \"{key}\"; expected \"tools\", \"when\" and \"do\".{Suggestion.DidYouMean(key, KnownKeys)}");
                    break;
            }
        }

        foreach (var needed in new[] { "tools", "do" })
        {
            if (!given.Contains(needed))
            {
                values.Report(isError: true, start, $"\"{path}\" has no \"{needed}\"; a rule needs \"tools\" and \"do\".");
            }
        }

        return tools is not null && decision is { } what ? new CallRule(tools, when, what, values.PlaceOf(start)) : null;
    }

    private static List<ToolSelector> ReadTools(ref ConfigValues values, string path)
    {
        var tools = new List<ToolSelector>();
        var start = values.Position;
        if (!values.IsAt(JsonTokenType.StartArray, path, "an array of tools' names, with * for anything, and of @destructive and its like"))
        {
            return tools;
        }

        for (var i = 0; values.Read() && values.TokenType is not JsonTokenType.EndArray; i++)
        {
            var place = values.Position;
            if (values.ReadString($"{path}[{i}]") is not { } text)
            {
                continue;
            }

            if (ToolSelector.Parse(text, out var problem) is { } tool)
            {
                tools.Add(tool);
            }
            else
            {
                values.Report(isError: true, place, $"\"{path}[{i}]\": {problem}");
            }
        }

        if (tools.Count == 0 && !values.HasErrors)
        {
            values.Report(isError: true, start, $"\"{path}\" is empty: the rule would be about no tool. For every tool, write [\"*\"].");
        }

        return tools;
    }
}
