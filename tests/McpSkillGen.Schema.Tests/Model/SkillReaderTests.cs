using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Schema.Tests.Model;

public sealed class SkillReaderTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "Text")]
    [InlineData("""{"type":"integer"}""", "Integer")]
    [InlineData("""{"type":"number"}""", "Number")]
    [InlineData("""{"type":["integer","number"]}""", "Number")]
    [InlineData("""{"type":"boolean"}""", "Boolean")]
    [InlineData("""{"type":["string","null"]}""", "Text?")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "Integer?")]
    [InlineData("""{"oneOf":[{"type":"null"},{"enum":["a"]}]}""", "Enum?")]
    [InlineData("""{"enum":["a","b"]}""", "Enum")]
    [InlineData("""{"type":"string","enum":["a","b",null]}""", "Enum")]
    [InlineData("""{"type":["string","null"],"enum":["a",null]}""", "Enum?")]
    [InlineData("""{"type":"integer","enum":[1,2]}""", "Integer")]
    [InlineData("""{"type":"string","const":"x"}""", "Enum")]
    [InlineData("""{"type":"string","anyOf":[{"pattern":"a"},{"pattern":"b"}]}""", "Text")]
    [InlineData("""{"type":"array","items":{"type":["number","null"]}}""", "List<Number?>")]
    [InlineData("""{"items":{"type":"array","items":{"type":"string"}}}""", "List<List<Text>>")]
    [InlineData("""{"type":"array"}""", "List<Json>")]
    [InlineData("""{"type":"object","properties":{"a":{}}}""", "Object")]
    [InlineData("""{"properties":{"a":{}},"anyOf":[{"required":["a"]},{"required":[]}]}""", "Object")]
    [InlineData("""{"type":"object","properties":{"a":{}},"anyOf":[{"required":["a"]},{"required":[]}]}""", "Object")]
    [InlineData("""{"type":"object","properties":{"a":{}},"oneOf":[{"properties":{"b":{}}}]}""", "Object")]
    [InlineData("{}", "Json")]
    [InlineData("true", "Json")]
    [InlineData("""{"description":"anything"}""", "Json")]
    [InlineData("""{"type":"object"}""", "Json")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", "Map<Text>")]
    [InlineData("""{"$ref":"#/$defs/x"}""", "Json: '#/$defs/x' is not in the schema")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"number"}]}""", "Union(Text Text, Number Number)")]
    [InlineData("""{"type":["string","number"]}""", "Union(Text Text, Number Number)")]
    [InlineData("""{"type":"null"}""", "Json: only null matches it")]
    [InlineData("""{"type":"money"}""", "Json: JSON Schema has no type 'money'")]
    [InlineData("""{"enum":[1,"a"]}""", "Union(Integer Integer, Text Enum)")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"},{"type":"string"}]}""", "List<Text>")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"},{"type":"number"}]}""", "List<Union(Text Text, Number Number)>")]
    [InlineData("""{"type":"array","items":[{},{}]}""", "List<Json>")]
    [InlineData("false", "Json: the schema is 'false', which no value matches")]
    [InlineData("\"?\"", "Json: a schema must be an object or a boolean, but is a string")]
    public void Every_schema_has_a_type_or_a_reason_to_have_none(string schema, string expected)
    {
        var (tool, problems) = Read("""{"type":"object","properties":{"x":""" + schema + "}}");

        var property = Assert.Single(Assert.IsType<ObjectDeclaration>(tool.ArgumentsType).Properties);
        var reason = problems.SingleOrDefault()?.Detail.Replace("'x' is typed as JsonElement: ", "", StringComparison.Ordinal);
        Assert.Equal(expected, reason is null ? TypeList.Show(property.Type, tool) : $"{TypeList.Show(property.Type, tool)}: {reason}");
    }

    [Theory]
    [InlineData("string", "true", Presence.Required)]
    [InlineData("string", "false", Presence.NullWhenAbsent)]
    [InlineData("nullable", "true", Presence.Required)]
    [InlineData("nullable", "false", Presence.Optional)]
    internal void Only_where_absent_and_null_differ_a_property_is_optional_in_its_own_right(string type, string isRequired, Presence expected)
    {
        var schema = type is "nullable" ? """["string","null"]""" : "\"string\"";
        var required = isRequired is "true" ? "\"x\"" : "\"other\"";
        var (tool, _) = Read($$$"""{"type":"object","properties":{"x":{"type":{{{schema}}}}},"required":[{{{required}}}]}""");

        Assert.Equal(expected, Assert.IsType<ObjectDeclaration>(tool.ArgumentsType).Properties[0].Presence);
    }

    [Fact]
    public void Required_properties_come_first_and_the_others_keep_their_order()
    {
        var (tool, _) = Read("""{"type":"object","properties":{"a":{},"b":{},"c":{},"d":{}},"required":["d","b","nowhere"]}""");

        Assert.Equal(["b", "d", "a", "c"], Assert.IsType<ObjectDeclaration>(tool.ArgumentsType).Properties.Select(static p => p.WireName));
        Assert.Equal(["b", "d", "a", "c"], tool.Arguments.Select(static argument => argument.FlagName));
        Assert.Equal([true, true, false, false], tool.Arguments.Select(static argument => argument.IsRequired));
        Assert.False(tool.ArgumentsAreOptional);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{}}""", "nothing")]
    [InlineData("""{"type":"object","additionalProperties":false}""", "nothing")]
    [InlineData("""{"type":"object"}""", "any object")]
    [InlineData("{}", "any object")]
    [InlineData("null", "any object")]
    [InlineData("""{"$ref":"#/$defs/x"}""", "any object")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", "a record")]
    public void A_tool_takes_nothing_a_record_or_any_object(string schema, string expected)
    {
        var (tool, _) = Read(schema);

        Assert.True(tool.ArgumentsAreOptional);
        Assert.Equal(expected, tool.ArgumentsType switch { null => "nothing", AnyObjectDeclaration => "any object", _ => "a record" });
    }

    [Fact]
    public void A_tool_without_a_schema_can_be_called()
    {
        var (catalog, _) = CatalogParser.Parse("""{"tools":[{"name":"x"}]}""");
        var (skill, problems) = SkillReader.Read(catalog, SkillName.From("s"));

        Assert.Empty(problems);
        Assert.IsType<AnyObjectDeclaration>(skill.Tools[0].ArgumentsType);
    }

    [Fact]
    public void Nested_types_are_named_for_the_way_to_them_and_hide_no_property()
    {
        var (tool, _) = Read("""
            {"type":"object","properties":{
              "filter":{"type":"object","properties":{"range":{"type":"object","properties":{"unit":{"enum":["s","m"]}}}}},
              "tags":{"type":"array","items":{"type":"object","properties":{"kind":{"enum":["a"]}}}},
              "filter_value":{"type":"string"}}}
            """);

        Assert.Equal(
            [
                "FilterValue2 of filter", "FilterRangeValue of filter.range", "FilterRangeUnitValue of filter.range.unit",
                "TagsItem of tags[]", "TagsKindValue of tags[].kind",
            ],
            tool.NestedTypes.Select(static type => $"{type.Name} of {type.Pointer}"));
    }

    [Fact]
    public void Flags_mirror_the_schema()
    {
        var (tool, _) = Read("""
            {"type":"object","properties":{
              "json":{"type":"array","description":"Many.","default":[],"items":{"enum":["a","b"]}},
              "filter":{"anyOf":[{"type":"object","description":"Inner.","properties":{"json":{"type":"boolean"}},"required":["json"]},{"type":"null"}]},
              "map":{"type":"object","additionalProperties":{"type":"string"}}}}
            """);

        var (array, filter, map) = (tool.Arguments[0], tool.Arguments[1], tool.Arguments[2]);
        Assert.Equal(("json", ArgumentKind.Array, "Many.", "[]"), (array.FlagName, array.Kind, array.Description, array.DefaultJson));
        Assert.Equal(["a", "b"], array.Item!.AllowedValues);
        Assert.Equal((ArgumentKind.Object, "Inner."), (filter.Kind, filter.Description));
        var nested = Assert.Single(filter.Properties);
        Assert.Equal(("json", ArgumentKind.Boolean, true), (nested.FlagName, nested.Kind, nested.IsRequired));
        Assert.Equal(ArgumentKind.Object, map.Kind);
    }

    [Fact]
    public void An_untyped_schema_is_said_at_its_name()
    {
        var (catalog, _) = CatalogParser.Parse("""
            {"tools":[{"name":"t","inputSchema":{"type":"object","properties":{
              "list":{"type":"array","items":{"$ref":"#/$defs/x"}}}}}]}
            """);
        var problem = Assert.Single(SkillReader.Read(catalog, SkillName.From("s")).Problems);

        Assert.Equal("t: 'list[]' is typed as JsonElement: '#/$defs/x' is not in the schema", $"{problem.Subject}: {problem.Detail}");
        Assert.Equal(("line 2, column 42", 11), (problem.Span.Start.ToString(), problem.Span.Length));
    }

    [Fact]
    public void The_model_of_the_same_catalog_is_equal_however_it_is_laid_out()
    {
        const string Text = """{"tools":[{"name":"t","inputSchema":{"type":"object","properties":{"e":{"enum":["a"]},"l":{"type":"array","items":{}}}}}]}""";

        Assert.Equal(Skill(Text), Skill("\n" + Text.Replace(",", " , ", StringComparison.Ordinal)));
        Assert.NotEqual(Skill(Text), Skill(Text.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)));

        static SkillModel Skill(string text) => SkillReader.Read(CatalogParser.Parse(text).Catalog, SkillName.From("s")).Skill;
    }

    [Fact]
    public void Traits_are_the_hints_that_are_true()
    {
        var (catalog, _) = CatalogParser.Parse("""{"tools":[{"name":"t","annotations":{"readOnlyHint":true,"destructiveHint":false,"openWorldHint":true}}]}""");
        var tool = SkillReader.Read(catalog, SkillName.From("s")).Skill.Tools[0];

        Assert.Equal(ToolTraits.ReadOnly | ToolTraits.OpenWorld, tool.Traits);
        Assert.True(tool.IsSafeToRepeat);
    }

    private static (ToolModel Tool, IReadOnlyList<CatalogProblem> Problems) Read(string inputSchema)
    {
        var (catalog, malformed) = CatalogParser.Parse($$"""{"tools":[{"name":"t","inputSchema":{{inputSchema}}}]}""");
        Assert.Empty(malformed);
        var (skill, problems) = SkillReader.Read(catalog, SkillName.From("s"));
        return (skill.Tools[0], problems);
    }
}
