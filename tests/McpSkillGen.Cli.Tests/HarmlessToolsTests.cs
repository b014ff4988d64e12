using McpSkillGen.Cli.Tests.Support;

namespace McpSkillGen.Cli.Tests;

/// <summary>Which tools mcpgen may run though nobody asked for it.</summary>
public sealed class HarmlessToolsTests
{
    [Theory]
    [InlineData("""{"name":"get_issue"}""")]
    [InlineData("""{"name":"listIssues"}""")]
    [InlineData("""{"name":"search-pull-requests","annotations":{"title":"Search"}}""")]
    [InlineData("""{"name":"wipe","annotations":{"readOnlyHint":true}}""")]
    public void A_tool_that_only_looks_may_be_run(string tool) => Assert.Single(Tried(tool));

    [Theory]
    [InlineData("""{"name":"delete_issue"}""")]
    [InlineData("""{"name":"get_or_create_issue"}""")]
    [InlineData("""{"name":"search_and_replace"}""")]
    [InlineData("""{"name":"readThenClear"}""")]
    [InlineData("""{"name":"list_and_mark_read"}""")]
    [InlineData("""{"name":"query"}""")]
    [InlineData("""{"name":"issue_get"}""")]
    [InlineData("""{"name":"getaway"}""")]
    [InlineData("""{"name":"get_issue","annotations":{"readOnlyHint":false}}""")]
    [InlineData("""{"name":"get_issue","annotations":{"destructiveHint":false}}""")]
    [InlineData("""{"name":"get_issue","annotations":{"readOnlyHint":true,"destructiveHint":true}}""")]
    public void Any_other_tool_is_never_run(string tool) => Assert.Empty(Tried(tool));

    [Theory]
    [InlineData("""{"type":"integer","minimum":5}""", "5")]
    [InlineData("""{"type":"integer","exclusiveMinimum":5}""", "6")]
    [InlineData("""{"type":"integer","minimum":-3}""", "1")]
    [InlineData("""{"type":"integer","maximum":0}""", "0")]
    [InlineData("""{"type":"integer","minimum":11,"multipleOf":10}""", "20")]
    [InlineData("""{"type":"integer","minimum":5,"default":"none"}""", "5")]
    [InlineData("""{"type":["boolean","string"]}""", "true")]
    [InlineData("""{"type":["integer","array"]}""", "1")]
    [InlineData("""{"anyOf":[{"type":"object"},{"type":"string","enum":["north","south"]}]}""", "north")]
    [InlineData("""{"type":"string","format":"uuid"}""", "00000000-0000-4000-8000-000000000000")]
    [InlineData("""{"type":"string","format":"date"}""", "2026-01-31")]
    public void The_value_of_a_worked_call_is_one_that_the_schema_allows(string schema, string value)
    {
        var tool = $$$"""{"name":"get_it","inputSchema":{"type":"object","properties":{"x":{{{schema}}}},"required":["x"]}}""";

        Assert.Equal($"get-it --x {value}", Assert.Single(Tried(tool)));
    }

    private static IEnumerable<string> Tried(string tool) =>
        Plans.Of($$"""{"tools":[{{tool}}]}""", "x").HarmlessCalls.Select(static call => call.CommandLine);
}
