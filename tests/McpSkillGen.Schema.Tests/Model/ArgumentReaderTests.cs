using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Resolution;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Schema.Tests.Model;

public sealed class ArgumentReaderTests
{
    [Theory]
    [InlineData("""{"type":"string","maxLength":5}""", "String", 5)]
    [InlineData("""{"anyOf":[{"type":"string","maxLength":5},{"type":"null"}]}""", "String", 5)]
    [InlineData("""{"$ref":"#/$defs/Short"}""", "String", 5)]
    [InlineData("""{"allOf":[{"type":"string"},{"maxLength":5}]}""", "String", 5)]
    [InlineData("""{"anyOf":[{"type":"string","maxLength":5},{"type":"string","format":"uri"}]}""", "String", null)]
    [InlineData("""{"type":"string","anyOf":[{"maxLength":5},{"pattern":"^x"}]}""", "String", null)]
    public void A_limit_is_told_where_it_holds_for_every_value(string schema, string kind, int? maxLength)
    {
        var argument = Read(schema);

        Assert.Equal(Enum.Parse<ArgumentKind>(kind), argument.Kind);
        Assert.Equal(maxLength, argument.Limits.MaxLength);
    }

    [Theory]
    [InlineData("""{"enum":["a","b"]}""", "String", "a", "b")]
    [InlineData("""{"type":"integer","enum":[1,2,null]}""", "Integer", "1", "2")]
    [InlineData("""{"const":true}""", "Boolean", "true")]
    [InlineData("""{"const":1.5}""", "Number", "1.5")]
    [InlineData("""{"anyOf":[{"enum":["a"]},{"type":"string"}]}""", "String")]
    [InlineData("""{"anyOf":[{"const":1},{"const":2}]}""", "Integer")]
    public void Values_that_are_listed_are_the_only_ones(string schema, string kind, params string[] values)
    {
        var argument = Read(schema);

        Assert.Equal(Enum.Parse<ArgumentKind>(kind), argument.Kind);
        Assert.Equal(values, argument.AllowedValues);
    }

    [Theory]
    [InlineData("""{"type":["string","integer"]}""", "String", "Integer")]
    [InlineData("""{"type":["string","integer","null"]}""", "String", "Integer")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]}""", "String", "Array")]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"a":{"type":"string"}}},{"type":"object","properties":{"b":{"type":"string"}}},{"type":"boolean"}]}""", "Object", "Boolean")]
    [InlineData("""{"anyOf":[{"type":"string"},{}]}""")]
    public void Several_types_are_told_once_each(string schema, params string[] kinds)
    {
        var argument = Read(schema);

        Assert.Equal(ArgumentKind.Json, argument.Kind);
        Assert.Equal(kinds, argument.Alternatives.Select(static alternative => alternative.Kind.ToString()));
        Assert.All(argument.Alternatives, static alternative => Assert.Empty(alternative.Properties));
    }

    [Fact]
    public void Several_objects_are_one_to_a_flag()
    {
        var argument = Read("""{"oneOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"string"}},"required":["b"]}]}""");

        Assert.Equal(ArgumentKind.Object, argument.Kind);
        Assert.Empty(argument.Alternatives);
        Assert.Empty(argument.Properties);
    }

    [Fact]
    public void Of_two_alternatives_of_a_kind_neithers_limits_are_told()
    {
        var argument = Read("""{"anyOf":[{"type":"string","maxLength":5},{"type":"string","format":"uri"},{"type":"integer","minimum":1}]}""");

        Assert.Equal(["String", "Integer"], argument.Alternatives.Select(static alternative => alternative.Kind.ToString()));
        Assert.All(argument.Alternatives, static alternative => Assert.Equal(ArgumentLimits.None, alternative.Limits));
    }

    [Fact]
    public void A_map_tells_what_its_values_are() =>
        Assert.Equal(ArgumentKind.Integer, Read("""{"type":"object","additionalProperties":{"type":"integer"}}""").Value?.Kind);

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":false,"patternProperties":{"^x":{}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":false,"oneOf":[{"properties":{"b":{}}}]}""", false)]
    public void An_object_is_closed_only_where_nothing_else_may_be_in_it(string schema, bool isClosed) =>
        Assert.Equal(isClosed, Read(schema).IsClosed);

    [Fact]
    public void A_schema_that_refers_to_itself_ends_in_json()
    {
        var argument = Read("""{"$ref":"#/$defs/Node"}""");

        Assert.Equal(["Integer", "Object", "Array"], argument.Properties.Select(static property => property.Kind.ToString()));
        Assert.Empty(argument.Properties[1].Properties);
        Assert.Equal(ArgumentKind.Object, argument.Properties[2].Item?.Kind);
    }

    private static ArgumentModel Read(string schema)
    {
        const string Definitions = """
            "$defs": {
              "Short": { "type": "string", "maxLength": 5 },
              "Node": { "type": "object", "properties": { "value": { "type": "integer" }, "next": { "$ref": "#/$defs/Node" }, "children": { "type": "array", "items": { "$ref": "#/$defs/Node" } } } }
            }
            """;
        Assert.True(JsonReader.TryRead($$"""{"type":"object","properties":{"x":{{schema}} }, {{Definitions}} }""", out var root, out _));
        return Assert.Single(ArgumentReader.Read(new SchemaShapeReader(new SchemaDocument(root))));
    }
}
