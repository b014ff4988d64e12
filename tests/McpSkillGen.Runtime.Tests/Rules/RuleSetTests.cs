using System.Text.Json;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Runtime.Tests.Rules;

public sealed class RuleSetTests
{
    [Theory]
    [InlineData("delete_file", "deny")]
    [InlineData("DELETE_FILE", "deny")]
    [InlineData("get_file", "allow")]
    [InlineData("get_secret", "ask")]
    [InlineData("xdelete_file", "allow")]
    public void First_rule_that_is_about_the_tool_decides_and_without_one_it_is_allowed(string tool, string decision) =>
        Assert.Equal(decision, CallRule.Name(Verdicts.Rules("""
            [
              { "tools": ["get_file"], "do": "allow" },
              { "tools": ["delete_*", "drop_*"], "do": "deny" },
              { "tools": ["get_*"], "do": "ask" },
              { "tools": ["delete_*"], "do": "allow" },
            ]
            """).Judge(tool).Decision));

    [Fact]
    public void Tool_is_known_by_its_name_on_the_wire_and_by_its_command()
    {
        var rules = Verdicts.Rules("""[{ "tools": ["delete-file"], "do": "deny" }]""");

        Assert.Equal(CallDecision.Deny, rules.Judge("deleteFile", command: "delete-file").Decision);
        Assert.Equal(CallDecision.Deny, rules.Judge("delete-file", command: "delete-file-2").Decision);
        Assert.Equal(CallDecision.Allow, rules.Judge("deleteFile", command: null).Decision);
    }

    [Fact]
    public void Case_is_ignored_only_where_that_is_stricter()
    {
        var rules = Verdicts.Rules("""[{ "tools": ["get"], "do": "allow" }, { "tools": ["*"], "do": "deny" }]""");

        Assert.Equal(CallDecision.Allow, rules.Judge("get").Decision);
        Assert.Equal(CallDecision.Deny, rules.Judge("GET").Decision);
    }

    [Theory]

    // What a server does not say has the specification's default.
    [InlineData("{}", "destructive, open-world")]
    [InlineData("""{"annotations":null}""", "destructive, open-world")]
    [InlineData("""{"annotations":{"readOnlyHint":true}}""", "read-only, open-world")]
    [InlineData("""{"annotations":{"readOnlyHint":true,"destructiveHint":true}}""", "destructive, open-world")]
    [InlineData("""{"annotations":{"destructiveHint":false,"openWorldHint":false,"idempotentHint":true}}""", "idempotent")]

    // What is neither true nor false is no answer.
    [InlineData("""{"annotations":{"destructiveHint":"false","openWorldHint":0,"readOnlyHint":"true"}}""", "destructive, open-world")]
    public void Hints_have_the_specifications_defaults(string tool, string expected)
    {
        var hints = ToolHints.Of(JsonElement.Parse(tool));
        var found = new[] { (hints.IsReadOnly, "read-only"), (hints.IsDestructive, "destructive"), (hints.IsIdempotent, "idempotent"), (hints.IsOpenWorld, "open-world") };

        Assert.Equal(expected.Split(", ").Order(), found.Where(static pair => pair.Item1).Select(static pair => pair.Item2).Order());
    }

    [Theory]
    [InlineData("@destructive", """{"annotations":{"readOnlyHint":true}}""", "allow")]
    [InlineData("@destructive", "{}", "deny")]
    [InlineData("@open-world", """{"annotations":{"openWorldHint":false}}""", "allow")]
    [InlineData("@read-only", """{"annotations":{"readOnlyHint":true}}""", "deny")]
    [InlineData("@idempotent", """{"annotations":{"idempotentHint":true}}""", "deny")]
    [InlineData("@idempotent", "{}", "allow")]
    public void Tools_are_chosen_by_what_the_server_says_they_do(string selector, string tool, string decision) =>
        Assert.Equal(decision, CallRule.Name(Verdicts.Rules($$"""[{ "tools": ["{{selector}}"], "do": "deny" }]""").Judge("t", described: tool).Decision));

    [Fact]
    public void Condition_that_cannot_be_told_makes_the_stricter_reading_count()
    {
        var denies = Verdicts.Rules("""[{ "tools": ["*"], "when": { "properties": { "a": { "pattern": "?" } } }, "do": "deny" }]""");
        var allows = Verdicts.Rules("""[{ "tools": ["*"], "when": { "properties": { "a": { "pattern": "?" } } }, "do": "allow" }, { "tools": ["*"], "do": "ask" }]""");

        Assert.Equal(new RuleVerdict(CallDecision.Deny, denies.Rules[0], IsCertain: false), denies.Judge("t", """{"a":"x"}"""));
        Assert.Equal(new RuleVerdict(CallDecision.Ask, allows.Rules[1], IsCertain: false), allows.Judge("t", """{"a":"x"}"""));
        Assert.Equal(new RuleVerdict(CallDecision.Allow, allows.Rules[0], IsCertain: true), allows.Judge("t", """{"a":5}"""));
    }

    [Theory]
    [InlineData("""[{"tools":["a"],"do":"forbid"}]""", """c:1:45: error: "rules[0].do" is "forbid"; expected one of "allow", "ask", "deny".""")]
    [InlineData("""[{"tools":["a"]}]""", """c:1:25: error: "rules[0]" has no "do"; a rule needs "tools" and "do".""")]
    [InlineData("""[{"do":"deny"}]""", """c:1:25: error: "rules[0]" has no "tools"; a rule needs "tools" and "do".""")]
    [InlineData("""[{"tools":[],"do":"deny"}]""", """c:1:34: error: "rules[0].tools" is empty: the rule would be about no tool. For every tool, write ["*"].""")]
    [InlineData("""[{"tools":["@destructiv"],"do":"deny"}]""", """c:1:35: error: "rules[0].tools[0]": "@destructiv" selects no tool; expected a tool's name or one of @destructive, @open-world, @read-only, @idempotent. Did you mean @destructive?""")]
    [InlineData("""[{"tools":["a"],"wen":{},"do":"deny"}]""", """c:1:40: error: a rule has no key "wen"; expected "tools", "when" and "do". Did you mean when?""")]
    [InlineData("""[{"tools":["a"],"do":"deny","do":"allow"}]""", """c:1:52: error: "rules[0].do" is given twice.""")]
    [InlineData("""{"tools":["a"],"do":"deny"}""", """c:1:24: error: "rules" is an object; expected an array of rules.""")]
    [InlineData("""[{"tools":["a"],"when":{"minimun":1},"do":"deny"}]""", """c:1:48: error: rules do not check "minimun" of JSON Schema (rules[0].when.minimun). Did you mean minimum? They check *""")]
    [InlineData("""[{"tools":["a"],"when":{"$ref":"#/a"},"do":"deny"}]""", """c:1:48: error: rules do not check "$ref" of JSON Schema (rules[0].when.$ref). They check *""")]
    [InlineData("""[{"tools":["a"],"when":{"properties":{"x":{"type":"text"}}},"do":"deny"}]""", """c:1:74: error: "rules[0].when.properties.x.type" is "text"; expected one or more of object, *""")]
    [InlineData("""[{"tools":["a"],"when":{"maxLength":-1},"do":"deny"}]""", """c:1:60: error: "rules[0].when.maxLength" is -1; expected a whole number, 0 or more.""")]
    [InlineData("""[{"tools":["a"],"when":5,"do":"deny"}]""", """c:1:47: error: "rules[0].when" is a number; expected a JSON Schema: an object, true or false.""")]
    [InlineData("""[],"rules":[]""", """c:1:27: error: "rules" is given twice; put all rules into one list.""")]
    public void What_would_make_a_rule_not_apply_is_an_error_with_its_place(string rules, string problem) =>
        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(problem).Replace("\\*", ".*", StringComparison.Ordinal) + "$", Verdicts.Problem(rules));

    [Theory]
    [InlineData("rule")]
    [InlineData("Rules")]
    [InlineData("drfit")]
    public void Misspelled_key_that_would_let_calls_through_is_an_error(string key)
    {
        var reading = McpSkillGen.Runtime.Configuration.ConfigReader.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"command":"x","{{key}}":[]}"""), "c");

        Assert.Null(reading.Config);
        Assert.Contains($"unknown key \"{key}\"; did you mean", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }
}
