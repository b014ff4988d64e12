using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Runtime.Tests.Rules;

/// <summary>What rules say about calls: one line each.</summary>
internal static class Verdicts
{
    /// <summary>Reads a list of rules as a config has it.</summary>
    public static RuleSet Rules(string rules)
    {
        var reading = ConfigReader.Read(Encoding.UTF8.GetBytes($$"""{ "command": "x", "rules": {{rules}} }"""), "mcp-config.json");
        return reading.Config?.Rules ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
    }

    /// <summary>The only error of a config with these rules.</summary>
    public static string Problem(string rules) =>
        Assert.Single(ConfigReader.Read(Encoding.UTF8.GetBytes($$"""{"command":"x","rules":{{rules}}}"""), "c").Problems).ToString();

    public static RuleVerdict Judge(this RuleSet rules, string tool, string arguments = "{}", string described = "{}", string? command = null) =>
        rules.Judge(new CalledTool(tool, command, ToolHints.Of(JsonElement.Parse(described))), JsonElement.Parse(arguments), new DotNetTexts());

    /// <summary>Whether a schema holds for a value, in a rule that denies: in doubt it does.</summary>
    public static bool Holds(string schema, string value) =>
        Rules($$$"""[{"tools":["*"],"when":{"properties":{"v":{{{schema}}}}},"do":"deny"}]""").Judge("t", $$"""{"v":{{value}}}""").Decision is CallDecision.Deny;

    private sealed class DotNetTexts : ITextMatcher
    {
        // What begins with a question mark stands for an expression that cannot be decided.
        public bool? Matches(string pattern, string text) =>
            pattern is ['?', ..] ? null : Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(10));
    }
}
