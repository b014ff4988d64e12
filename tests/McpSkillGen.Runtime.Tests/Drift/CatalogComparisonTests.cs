using System.Text.Json;
using McpSkillGen.Runtime.Drift;

namespace McpSkillGen.Runtime.Tests.Drift;

public sealed class CatalogComparisonTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", """{"type":"string","description":"new words","title":"T","default":"2026-11-22T10:00:00Z","examples":["x"]}""")]
    [InlineData("""{"type":["string","null"]}""", """{"type":["null","string"]}""")]
    [InlineData("""{"enum":["a","b"]}""", """{"enum":["b","a"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}},"required":["a","b"]}""", """{"type":"object","required":["b","a"],"properties":{"b":{},"a":{"description":"x"}}}""")]
    [InlineData("""{"anyOf":[{"type":"string","description":"x"},{"type":"null"}]}""", """{"anyOf":[{"type":"string"},{"type":"null","title":"None"}]}""")]
    public void Words_defaults_and_order_are_no_difference(string before, string now) => Assert.Empty(Input(before, now));

    [Theory]
    [InlineData("""{"type":"string"}""", """{"type":"integer"}""", "x: was string, is integer", true)]
    [InlineData("""{"type":"string"}""", """{"type":["string","null"]}""", "x: was string, is null or string", false)]
    [InlineData("""{"type":["string","null"]}""", """{"type":"string"}""", "x: was null or string, is string", true)]
    [InlineData("""{"type":"string"}""", "{}", "x: was string, is anything", false)]
    [InlineData("""{"enum":["a","b"]}""", """{"enum":["a"]}""", "x: no longer \"b\"", true)]
    [InlineData("""{"enum":["a"]}""", """{"enum":["a","b"]}""", "x: also \"b\"", false)]
    [InlineData("""{"type":"string"}""", """{"type":"string","enum":["a"]}""", "x: is one of \"a\" now", true)]
    [InlineData("""{"type":"string","enum":["a"]}""", """{"type":"string"}""", "x: may be any value now", false)]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", """{"type":"array","items":{"type":"number"}}""", "x[]: was string, is number", true)]
    [InlineData("""{"properties":{"a":{}}}""", """{"properties":{}}""", "x.a: is gone", true)]
    [InlineData("""{"properties":{}}""", """{"properties":{"a":{}}}""", "x.a: is new", false)]
    [InlineData("""{"properties":{}}""", """{"properties":{"a":{}},"required":["a"]}""", "x.a: is new, and required", true)]
    [InlineData("""{"properties":{"a":{}}}""", """{"properties":{"a":{}},"required":["a"]}""", "x.a: is required now", true)]
    [InlineData("""{"properties":{"a":{}},"required":["a"]}""", """{"properties":{"a":{}}}""", "x.a: is no longer required", false)]
    [InlineData("""{"properties":{"title":{"type":"string"}}}""", """{"properties":{"title":{"type":"number"}}}""", "x.title: was string, is number", true)]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"additionalProperties":{"type":"number"}}""", "x.*: was string, is number", true)]
    [InlineData("""{"pattern":"^a"}""", "{}", "x: its 'pattern' changed", true)]
    [InlineData("""{"maximum":5}""", """{"maximum":500}""", "x: its 'maximum' changed", true)]
    [InlineData("""{"additionalProperties":false}""", "{}", "x.*: any other is allowed now", false)]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"additionalProperties":false}""", "x.*: no other is allowed now", true)]
    [InlineData("""{"oneOf":[{"type":"string"}]}""", """{"oneOf":[{"type":"number"}]}""", "x: its 'oneOf' changed", true)]
    [InlineData("""{"anyOf":[{"properties":{"title":{}}}]}""", """{"anyOf":[{"properties":{}}]}""", "x: its 'anyOf' changed", true)]
    [InlineData("""{"items":{"type":"string"}}""", "{}", "x[]: its schema changed", true)]
    [InlineData("""{"items":false}""", """{"items":{"type":"string"}}""", "x[]: its schema changed", true)]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", "{}", "x.*: its schema changed", true)]
    [InlineData("""{"unevaluatedProperties":false}""", "{}", "x: its 'unevaluatedProperties' changed", true)]
    [InlineData("""{"keyword-of-tomorrow":1}""", """{"keyword-of-tomorrow":2}""", "x: its 'keyword-of-tomorrow' changed", true)]
    [InlineData("""{"$ref":"https://example.com/a"}""", """{"$ref":"https://example.com/b"}""", "x: its '$ref' changed, or what is beside it", true)]
    [InlineData("""{"$ref":"#/properties/x/$defs/a","maxLength":5,"$defs":{"a":{}}}""", """{"$ref":"#/properties/x/$defs/a","$defs":{"a":{}}}""", "x: its '$ref' changed, or what is beside it", true)]
    public void A_difference_of_an_argument_is_told_with_its_place_and_whether_it_breaks_callers(string before, string now, string text, bool isBreaking) =>
        Assert.Equal([new SchemaChange(text, isBreaking)], Input(before, now));

    [Theory]
    [InlineData("""{"properties":{"a":{}}}""", """{"properties":{"a":{},"b":{}},"required":["b"]}""", "result.b: is new", false)]
    [InlineData("""{"properties":{"a":{}}}""", """{"properties":{}}""", "result.a: is gone", true)]
    [InlineData("""{"properties":{"a":{}},"required":["a"]}""", """{"properties":{"a":{}}}""", "result.a: is no longer required", true)]
    [InlineData("""{"properties":{"a":{}}}""", """{"properties":{"a":{}},"required":["a"]}""", "result.a: is required now", false)]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"properties":{"a":{"type":["string","null"]}}}""", "result.a: was string, is null or string", true)]
    [InlineData("""{"type":"object"}""", null, "result: its schema is gone", true)]
    [InlineData(null, """{"type":"object"}""", "result: has a schema now", false)]
    public void Of_a_result_what_is_no_longer_promised_breaks_readers(string? before, string? now, string text, bool isBreaking)
    {
        var changes = CatalogComparison.Compare(Catalog("t", output: before), Catalog("t", output: now));

        Assert.Equal([new SchemaChange(text, isBreaking)], Assert.Single(changes).Details);
        Assert.Equal(isBreaking, changes[0].IsBreaking);
    }

    [Fact]
    public void References_are_compared_by_what_they_point_to()
    {
        const string Before = """{"type":"object","properties":{"a":{"$ref":"#/$defs/Old~1Name"}},"$defs":{"Old/Name":{"type":"string"}}}""";
        Assert.Empty(Changes(Before, """{"type":"object","properties":{"a":{"$ref":"#/definitions/New"}},"definitions":{"New":{"type":"string"}}}"""));
        Assert.Equal(
            [new SchemaChange("a: was string, is number", true)],
            Changes(Before, """{"type":"object","properties":{"a":{"$ref":"#/$defs/Old~1Name"}},"$defs":{"Old/Name":{"type":"number"}}}"""));
    }

    [Fact]
    public void A_schema_that_refers_to_itself_is_compared_and_done()
    {
        const string Node = """{"type":"object","properties":{"child":{"$ref":"#"},"value":{"type":"string"}}}""";

        Assert.Empty(Changes(Node, Node));
        Assert.Contains(new SchemaChange("value: was string, is number", true), Changes(Node, Node.Replace("string", "number", StringComparison.Ordinal)));
        Assert.Empty(Changes("""{"$ref":"#"}""", """{"$ref":"#"}"""));
    }

    [Fact]
    public void A_schema_that_refers_to_itself_in_many_places_is_compared_once()
    {
        const string Tree = """{"type":"object","properties":{"left":{"$ref":"#"},"right":{"$ref":"#"},"value":{"type":"string"}}}""";

        Assert.Empty(Changes(Tree, Tree));
        Assert.Contains(new SchemaChange("value: was string, is number", true), Changes(Tree, Tree.Replace("string", "number", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tools_that_came_and_went_are_named()
    {
        var before = Parse("""{"tools":[{"name":"a"},{"name":"b","inputSchema":{"type":"object"}},{"name":"c"}]}""");
        var now = Parse("""{"tools":[{"name":"d"},{"name":"b","inputSchema":{"type":"object","required":["x"],"properties":{"x":{}}}},{"name":"a"}]}""");

        var changes = CatalogComparison.Compare(before, now);

        Assert.Equal(
            [("c", ToolChangeKind.Removed, true), ("b", ToolChangeKind.Changed, true), ("d", ToolChangeKind.Added, false)],
            changes.Select(static change => (change.Tool, change.Kind, change.IsBreaking)));
        Assert.Equal("removed c; changed b; added d", CatalogComparison.Summarize(changes));
    }

    [Fact]
    public void Many_names_are_only_counted()
    {
        var now = Parse($$"""{"tools":[{{string.Join(',', Enumerable.Range(0, 6).Select(static i => $$"""{"name":"t{{i}}"}"""))}}]}""");

        Assert.Equal("added 6 tools", CatalogComparison.Summarize(CatalogComparison.Compare(Parse("{}"), now)));
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{"tools":5}""")]
    [InlineData("""{"tools":[null,{"name":5},{}]}""")]
    [InlineData("""{"tools":[{"name":"t","inputSchema":[]},{"name":"t"}]}""")]
    public void A_catalog_that_is_none_is_compared_without_a_fault(string odd) => _ = CatalogComparison.Compare(Parse(odd), Catalog("t", input: "{}"));

    private static IReadOnlyList<SchemaChange> Input(string before, string now) =>
        Changes($$$"""{"properties":{"x":{{{before}}}}}""", $$$"""{"properties":{"x":{{{now}}}}}""");

    private static IReadOnlyList<SchemaChange> Changes(string before, string now) =>
        CatalogComparison.Compare(Catalog("t", input: before), Catalog("t", input: now)) is [var change] ? change.Details : [];

    private static JsonElement Catalog(string tool, string? input = null, string? output = null) => Parse(
        $$"""{"tools":[{"name":"{{tool}}"{{(input is null ? "" : $",\"inputSchema\":{input}")}}{{(output is null ? "" : $",\"outputSchema\":{output}")}}}]}""");

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    [Theory]
    [InlineData("""{"description":"a"}""", """{"description":"b"}""", "its description changed")]
    [InlineData("""{"title":"a"}""", "{}", "its title changed")]
    [InlineData("""{"annotations":{"title":"a"}}""", """{"annotations":{"title":"b"}}""", "its annotations.title changed")]
    [InlineData("""{"inputSchema":{"properties":{"description":{"description":"a"}}}}""", """{"inputSchema":{"properties":{"description":{"description":"b"}}}}""", "its inputSchema.properties.description.description changed")]
    public void Words_are_compared_on_request(string before, string now, string text)
    {
        var (old, current) = (JsonElement.Parse(before), JsonElement.Parse(now));

        Assert.Empty(CatalogComparison.CompareTool(old, current, withDescriptions: false));
        Assert.Equal([new SchemaChange(text, false)], CatalogComparison.CompareTool(old, current, withDescriptions: true));
    }
}
