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
    [InlineData("""{"anyOf":[{"const":1},{"enum":[2,3]}]}""", "Integer", "1", "2", "3")]
    [InlineData("""{"anyOf":[{"const":1},{"type":"integer"}]}""", "Integer")]
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
    [InlineData("""{"oneOf":[{"type":"object","properties":{"a":{"type":"string"}}},{"type":"object","properties":{"b":{"type":"string"}}},{"type":"boolean"}]}""", "Object", "Object", "Boolean")]
    [InlineData("""{"anyOf":[{"type":"string"},{}]}""")]
    public void Several_types_are_told_once_each(string schema, params string[] kinds)
    {
        var argument = Read(schema);

        Assert.Equal(ArgumentKind.Json, argument.Kind);
        Assert.Equal(kinds, argument.Alternatives.Select(static alternative => alternative.Kind.ToString()));
    }

    [Fact]
    public void Several_objects_keep_what_tells_them_apart()
    {
        var argument = Read("""{"oneOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"string"}},"required":["b"]}]}""");

        Assert.Equal(ArgumentKind.Json, argument.Kind);
        Assert.Equal(["a", "b"], argument.Alternatives.Select(static alternative => alternative.Properties.Single(static property => property.IsRequired).WireName));
    }

    [Theory]
    [InlineData("""{"enum":[1,"a",true]}""", "1", "a", "true")]
    [InlineData("""{"anyOf":[{"const":"a"},{"const":"b"},{"type":"integer"}]}""", "a b", "")]
    [InlineData("""{"oneOf":[{"const":1},{"const":2},{"const":"x"}]}""", "1 2", "x")]
    public void Literals_of_several_types_are_all_told(string schema, params string[] values) =>
        Assert.Equal(values, Read(schema).Alternatives.Select(static alternative => string.Join(' ', alternative.AllowedValues)));

    [Theory]
    [InlineData("""{"$ref":"#/$defs/Positive","maximum":5}""")]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/Positive"}],"maximum":5}""")]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/Positive"},{"maximum":5}]}""")]
    [InlineData("""{"anyOf":[{"$ref":"#/$defs/Positive"},{"type":"null"}],"maximum":5}""")]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/Positive"},{"minimum":0,"maximum":9},{"maximum":5}]}""")]
    public void Limits_beside_a_reference_hold_as_well_as_those_behind_it(string schema)
    {
        var limits = Read(schema).Limits;

        Assert.Equal((1, 5), (limits.Minimum, limits.Maximum));
    }

    [Fact]
    public void Of_several_patterns_all_must_match() =>
        Assert.Equal(["^a", "b$"], Read("""{"type":"string","pattern":"^a","allOf":[{"pattern":"b$"},{"pattern":"^a"}]}""").Limits.Patterns);

    [Theory]
    [InlineData("""{"type":"object","propertyNames":{"enum":["low","high"]},"additionalProperties":{"type":"integer"}}""")]
    [InlineData("""{"type":"object","propertyNames":{"$ref":"#/$defs/Level"},"additionalProperties":{"type":"integer"}}""")]
    public void Names_that_are_listed_are_properties(string schema)
    {
        var argument = Read(schema);

        Assert.True(argument.IsClosed);
        Assert.Equal(["low Integer", "high Integer"], argument.Properties.Select(static property => $"{property.WireName} {property.Kind}"));
    }

    [Fact]
    public void A_default_behind_a_reference_counts() => Assert.Equal("7", Read("""{"$ref":"#/$defs/Seven"}""").DefaultJson);

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
              "Positive": { "type": "integer", "minimum": 1 },
              "Seven": { "type": "integer", "default": 7 },
              "Level": { "enum": ["low", "high"] },
              "Short": { "type": "string", "maxLength": 5 },
              "Node": { "type": "object", "properties": { "value": { "type": "integer" }, "next": { "$ref": "#/$defs/Node" }, "children": { "type": "array", "items": { "$ref": "#/$defs/Node" } } } }
            }
            """;
        Assert.True(JsonReader.TryRead($$"""{"type":"object","properties":{"x":{{schema}} }, {{Definitions}} }""", out var root, out _));
        return Assert.Single(ArgumentReader.Read("tool", new SchemaShapeReader(new SchemaDocument(root)), []));
    }
}
