namespace McpSkillGen.Runtime.Tests.Rules;

/// <summary>Every keyword of JSON Schema that rules check, on a value that it accepts and on one that it does not.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "5.0", "5.5")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"object"}""", "{}", "[]")]
    [InlineData("""{"const":{"a":[1,2]}}""", """{"a":[1.0,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"enum":["a",1]}""", "1", "\"b\"")]
    [InlineData("""{"pattern":"^/etc"}""", "\"/etc/passwd\"", "\"/tmp\"")]
    [InlineData("""{"pattern":"^/etc"}""", "5", "\"\"")]
    [InlineData("""{"minLength":2}""", "\"ab\"", "\"😀\"")]
    [InlineData("""{"maxLength":1}""", "\"😀\"", "\"ab\"")]
    [InlineData("""{"minimum":1.5}""", "1.5", "1.49999999999999999999")]
    [InlineData("""{"maximum":10}""", "10", "1e400")]
    [InlineData("""{"exclusiveMinimum":0}""", "0.1", "0")]
    [InlineData("""{"exclusiveMaximum":0}""", "-1", "0")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "0.35")]
    [InlineData("""{"properties":{"a":{"const":1}}}""", "{}", """{"a":2}""")]
    [InlineData("""{"properties":{"a":{"const":1}},"required":["a"]}""", """{"a":1}""", "{}")]
    [InlineData("""{"patternProperties":{"^x":{"type":"string"}}}""", """{"x1":"s","y":1}""", """{"x1":1}""")]
    [InlineData("""{"properties":{"a":true},"patternProperties":{"^x":true},"additionalProperties":false}""", """{"a":1,"x":2}""", """{"b":1}""")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"a":1}""", """{"ab":1}""")]
    [InlineData("""{"minProperties":1,"maxProperties":2}""", """{"a":1}""", "{}")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,2]", "[1,\"2\"]")]
    [InlineData("""{"prefixItems":[{"const":1}],"items":false}""", "[1]", "[1,2]")]
    [InlineData("""{"contains":{"const":1}}""", "[0,1]", "[0]")]
    [InlineData("""{"contains":{"const":1},"minContains":2,"maxContains":2}""", "[1,0,1]", "[1,1,1]")]
    [InlineData("""{"minItems":1,"maxItems":1}""", "[0]", "[]")]
    [InlineData("""{"uniqueItems":true}""", "[1,2]", "[1,1.0]")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "1", "3")]
    [InlineData("""{"anyOf":[{"const":1},{"const":2}]}""", "2", "3")]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":2}]}""", "0", "1")]
    [InlineData("""{"not":{"const":1}}""", "2", "1")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":2}}""", "2", "\"a\"")]
    [InlineData("true", "1", null)]
    [InlineData("false", null, "1")]
    [InlineData("""{"title":"t","description":"d","$comment":"c"}""", "1", null)]
    public void Keyword_means_what_it_means_in_JSON_Schema(string schema, string? accepted, string? refused)
    {
        Assert.True(accepted is null || Verdicts.Holds(schema, accepted), $"{schema} accepts {accepted}");
        Assert.False(refused is not null && Verdicts.Holds(schema, refused), $"{schema} refuses {refused}");
    }

    [Fact]
    public void Condition_of_many_items_that_would_take_too_long_is_in_doubt_and_so_holds() =>
        Assert.True(Verdicts.Holds("""{"uniqueItems":true}""", $"[{string.Join(',', Enumerable.Repeat("1", 100_000))}]"));
}
