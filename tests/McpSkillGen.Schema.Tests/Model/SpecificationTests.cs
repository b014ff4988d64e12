using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Tests.Model;

/// <summary>Keywords of JSON Schema, draft-04 to 2020-12, as the types they come to.</summary>
public sealed class SpecificationTests
{
    [Theory]
    // References, wherever they lead.
    [InlineData("""{"$ref":"#/$defs/Name"}""", "Text")]
    [InlineData("""{"$ref":"#/definitions/old"}""", "Integer")]
    [InlineData("""{"$ref":"#/properties/other"}""", "Boolean")]
    [InlineData("""{"$ref":"#/$defs/list/items/anyOf/1"}""", "Number")]
    [InlineData("""{"$ref":"#/$defs/with~1slash~0tilde"}""", "Text")]
    [InlineData("""{"$ref":"#/$defs/per%25cent%20space"}""", "Text")]
    [InlineData("""{"$ref":"#here"}""", "Boolean")]
    [InlineData("""{"$dynamicRef":"#dynamic"}""", "Number")]
    [InlineData("""{"$ref":"inner.json"}""", "Object")]
    [InlineData("""{"$ref":"https://example.com/inner.json#/properties/own"}""", "Text")]
    [InlineData("""{"$ref":"#/$defs/chain"}""", "Text")]
    [InlineData("""{"$ref":"#/$defs/Name","description":"Beside it.","default":"x"}""", "Text")]
    [InlineData("""{"$ref":"#/$defs/Name","nullable":true}""", "Text?")]
    [InlineData("""{"anyOf":[{"$ref":"#/$defs/Name"},{"type":"null"}]}""", "Text?")]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/Node"}],"description":"OpenAPI's way."}""", "Object")]
    [InlineData("""{"$ref":"#"}""", "Object")]
    [InlineData("""{"$ref":"#/$defs/loop"}""", "Json: its reference '#/$defs/loop2' leads back to itself")]
    [InlineData("""{"$ref":"#/nowhere"}""", "Json: '#/nowhere' is not in the schema")]
    [InlineData("""{"$ref":"#noAnchor"}""", "Json: '#noAnchor' is not in the schema")]
    [InlineData("""{"$ref":"#/$defs/list/items/anyOf/7"}""", "Json: '#/$defs/list/items/anyOf/7' is not in the schema")]
    [InlineData("""{"$ref":"https://example.com/other.json"}""", "Json: 'https://example.com/other.json' is in another document, which is not fetched")]
    [InlineData("""{"$ref":"file:///etc/passwd"}""", "Json: 'file:///etc/passwd' is in another document, which is not fetched")]
    [InlineData("""{"$ref":"other.json#/a"}""", "Json: 'other.json#/a' is in another document, which is not fetched")]
    [InlineData("""{"$ref":"http://[::"}""", "Json: 'http://[::' is not in the schema")]
    [InlineData("""{"$ref":7}""", "Json")]
    // Combinations.
    [InlineData("""{"allOf":[{"type":["string","integer"]},{"type":["integer","number"]}]}""", "Integer")]
    [InlineData("""{"allOf":[{"type":"string"},{"type":"integer"}]}""", "Json: its parts contradict each other")]
    [InlineData("""{"allOf":[{"enum":["a","b"]},{"enum":["b","c"]}]}""", "Enum")]
    [InlineData("""{"allOf":[{"minLength":1}],"type":"string"}""", "Text")]
    [InlineData("""{"anyOf":[{"enum":["a"]},{"type":"string"}]}""", "Enum")]
    [InlineData("""{"anyOf":[{"const":"a"},{"const":"b"},{"type":"null"}]}""", "Enum?")]
    [InlineData("""{"oneOf":[{"const":"a","title":"First"},{"const":"b","title":"Second"}]}""", "Enum")]
    [InlineData("""{"anyOf":[{"type":"string","format":"uri"},{"type":"string","maxLength":9}]}""", "Text")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"number"}]}""", "Number")]
    [InlineData("""{"anyOf":[{"type":"string"},{}]}""", "Json")]
    [InlineData("""{"anyOf":[{"anyOf":[{"type":"string"},{"type":"null"}]},{"type":"boolean"}]}""", "Union(Text Text, Boolean Boolean)?")]
    [InlineData("""{"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"array","items":{"type":"integer"}}]}""", "Union(TextList List<Text>, IntegerList List<Integer>)")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]}""", "Union(Text Text, TextList List<Text>)")]
    [InlineData("""{"type":["string","array","object"],"items":{"type":"number"},"additionalProperties":{"type":"boolean"}}""", "Union(Text Text, NumberList List<Number>, Map Map<Boolean>)")]
    [InlineData("""{"oneOf":[{"$ref":"#/$defs/Node"},{"type":"string"}]}""", "Union(Node Object, Text Text)")]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"kind":{"const":"a"},"x":{}},"required":["kind"]},{"type":"object","properties":{"kind":{"const":"b"}},"required":["kind"]}]}""", "Union(A Object, B Object)")]
    [InlineData("""{"anyOf":[{"title":"By id","properties":{"id":{}}},{"properties":{"name":{}}}]}""", "Union(ById Object, Name Object)")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"if":{"properties":{"a":{"const":"x"}}},"then":{"properties":{"b":{"type":"string"}}},"else":{"required":["a"]}}""", "Object")]
    [InlineData("""{"not":{"type":"string"}}""", "Json")]
    [InlineData("""{"type":"string","not":{"const":"x"},"if":{"minLength":2},"then":{"maxLength":3}}""", "Text")]
    [InlineData("""{"anyOf":[{"$ref":"#/$defs/self"},{"type":"string"}]}""", "Text")]
    [InlineData("""{"anyOf":[]}""", "Json")]
    [InlineData("""{"anyOf":[false,{"type":"string"}]}""", "Text")]
    [InlineData("""{"oneOf":[{"type":"null"}]}""", "Json: only null matches it")]
    // Values.
    [InlineData("""{"const":"a"}""", "Enum")]
    [InlineData("""{"const":true}""", "Boolean")]
    [InlineData("""{"const":7}""", "Integer")]
    [InlineData("""{"const":7.5}""", "Number")]
    [InlineData("""{"enum":[1,2,3]}""", "Integer")]
    [InlineData("""{"enum":[1,2.5]}""", "Number")]
    [InlineData("""{"enum":[true,false,null]}""", "Boolean?")]
    [InlineData("""{"enum":[true,"auto"]}""", "Union(Boolean Boolean, Text Enum)")]
    [InlineData("""{"enum":[]}""", "Json")]
    [InlineData("""{"type":"integer","enum":["1","2"]}""", "Integer")]
    [InlineData("""{"enum":["a",null],"nullable":true}""", "Enum?")]
    [InlineData("""{"type":"string","nullable":true}""", "Text?")]
    [InlineData("""{"type":"integer","minimum":0,"exclusiveMinimum":true,"maximum":10}""", "Integer")]
    [InlineData("""{"type":"integer","format":"uint64","minimum":0}""", "Unsigned")]
    [InlineData("""{"type":"integer","minimum":0,"maximum":18446744073709551615}""", "Unsigned")]
    [InlineData("""{"type":"integer","maximum":99999999999999999999}""", "Json: its range exceeds 64 bits")]
    [InlineData("""{"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807}""", "Integer")]
    [InlineData("""{"type":"integer","maximum":1.7976931348623157e308}""", "Integer")]
    [InlineData("""{"type":"number","multipleOf":0.01}""", "Decimal")]
    [InlineData("""{"type":"number","format":"decimal"}""", "Decimal")]
    [InlineData("""{"type":"number","multipleOf":5}""", "Number")]
    // Arrays and objects.
    [InlineData("""{"type":"array","items":true}""", "List<Json>")]
    [InlineData("""{"type":"array","items":[{"type":"string"}],"additionalItems":{"type":"integer"}}""", "List<Union(Text Text, Integer Integer)>")]
    [InlineData("""{"type":"object","patternProperties":{"^x-":{"type":"string"}}}""", "Map<Text>")]
    [InlineData("""{"type":"object","patternProperties":{"a":{"type":"string"},"b":{"type":"boolean"}}}""", "Map<Union(Text Text, Boolean Boolean)>")]
    [InlineData("""{"type":"object","propertyNames":{"maxLength":9},"additionalProperties":{"type":"array","items":{"type":"string"}}}""", "Map<List<Text>>")]
    [InlineData("""{"additionalProperties":{"type":["number","null"]}}""", "Map<Number?>")]
    [InlineData("""{"type":"object","additionalProperties":false}""", "Json")]
    [InlineData("""{"type":"object","dependentRequired":{"a":["b"]},"properties":{"a":{}}}""", "Object")]
    public void Every_keyword_has_a_type(string schema, string expected)
    {
        var (tool, problems) = Read("\"x\":" + schema);

        var property = Assert.IsType<ObjectDeclaration>(tool.ArgumentsType).Properties.Single(static property => property.WireName is "x");
        var reason = problems.SingleOrDefault()?.Detail.Replace("'x' is typed as JsonElement: ", "", StringComparison.Ordinal);
        Assert.Equal(expected, TypeList.Show(property.Type, tool) + (reason is null ? "" : ": " + reason));
    }

    [Fact]
    public void A_definition_that_several_refer_to_is_one_type_called_by_its_key()
    {
        var (tool, problems) = Read("""
            "a":{"$ref":"#/$defs/Node"},"b":{"type":"array","items":{"$ref":"#/$defs/Node"}},"c":{"anyOf":[{"$ref":"#/$defs/Node"},{"type":"null"}]}
            """);

        Assert.Empty(problems);
        Assert.Equal("Node", Assert.Single(tool.NestedTypes).Name);
    }

    [Theory]
    [InlineData("""{"$ref":"#/$defs/Node"}""", "Node")]
    [InlineData("""{"$ref":"#/$defs/Ping"}""", "Ping Pong")]
    [InlineData("""{"$ref":"#/$defs/ByMap"}""", "ByMap")]
    [InlineData("""{"$ref":"#/$defs/Expression"}""", "Expression ExpressionObject")]
    [InlineData("""{"type":"object","properties":{"deep":{"$ref":"#/properties/x"}}}""", "XValue")]
    [InlineData("""{"$ref":"#/$defs/Merged"}""", "Merged")]
    public void What_refers_to_itself_is_declared_once(string schema, string expected)
    {
        var (tool, problems) = Read("\"x\":" + schema);

        Assert.Empty(problems);
        Assert.Equal(expected, string.Join(' ', tool.NestedTypes.Select(static type => type.Name)));
    }

    [Fact]
    public void A_list_of_itself_is_any_json_within()
    {
        var (tool, _) = Read("""
            "x":{"$ref":"#/$defs/Rows"}
            """);

        Assert.Equal("List<Json>", TypeList.Show(((ObjectDeclaration)tool.ArgumentsType!).Properties.Single(static property => property.WireName is "x").Type, tool));
    }

    [Fact]
    public void A_schema_that_makes_ever_new_schemas_of_itself_comes_to_an_end()
    {
        var (tool, _) = Read("""
            "x":{"allOf":[{"$ref":"#/$defs/Left"},{"$ref":"#/$defs/Right"}]}
            """);

        Assert.InRange(tool.NestedTypes.Count, 1, 100);
        Assert.InRange(tool.Arguments.Count, 1, 10);
    }

    [Theory]
    [InlineData("true", "Json")]
    [InlineData("{}", "Json")]
    [InlineData("""{"type":"integer"}""", "Integer")]
    [InlineData("false", null)]
    public void A_record_is_open_only_where_the_schema_says_so(string additional, string? expected)
    {
        var (tool, _) = Read("\"x\":{\"type\":\"object\",\"properties\":{\"a\":{}},\"additionalProperties\":" + additional + "}");

        var record = Assert.IsType<ObjectDeclaration>(Assert.Single(tool.NestedTypes));
        Assert.Equal(expected, record.Others is { } others ? TypeList.Show(others.Value, tool) : null);
    }

    [Fact]
    public void Alternatives_beside_properties_add_theirs_and_require_what_all_do()
    {
        var (catalog, _) = CatalogParser.Parse("""
            {"tools":[{"name":"t","inputSchema":{"type":"object","properties":{"a":{"type":"string"}},"oneOf":[
              {"properties":{"kind":{"const":"one"},"b":{"type":"integer"}},"required":["kind","b"]},
              {"properties":{"kind":{"const":"two"}},"required":["kind"]}]}}]}
            """);
        var tool = SkillReader.Read(catalog, SkillName.From("s")).Skill.Tools[0];

        Assert.Equal(["kind", "a", "b"], tool.Arguments.Select(static argument => argument.WireName));
        Assert.Equal(["one", "two"], tool.Arguments[0].AllowedValues);
        Assert.Equal([true, false, false], tool.Arguments.Select(static argument => argument.IsRequired));
    }

    [Fact]
    public void A_required_constant_is_there_by_itself_and_an_optional_one_is_chosen()
    {
        var (tool, _) = Read("""
            "x":{"type":"object","properties":{"kind":{"const":"page"},"version":{"const":2},"mode":{"const":"fast"}},"required":["kind","version"]}
            """);

        var record = Assert.IsType<ObjectDeclaration>(tool.NestedTypes[0]);
        Assert.Equal(["page", "2", null], record.Properties.Select(static property => property.Constant));
        Assert.Equal([Presence.Constant, Presence.Constant, Presence.NullWhenAbsent], record.Properties.Select(static property => property.Presence));
    }

    [Fact]
    public void Names_of_definitions_give_way_to_properties_and_to_each_other()
    {
        var (catalog, _) = CatalogParser.Parse("""
            {"tools":[{"name":"t","inputSchema":{"type":"object","properties":{
                "filter":{"$ref":"#/$defs/Filter"},"b":{"$ref":"#/$defs/filter"},"c":{"$ref":"#/$defs/TArguments"},"d":{"$ref":"#/$defs/string"}},
              "$defs":{"Filter":{"properties":{"a":{}}},"filter":{"properties":{"b":{}}},"TArguments":{"properties":{"c":{}}},"string":{"properties":{"d":{}}}}}}]}
            """);
        var tool = SkillReader.Read(catalog, SkillName.From("s")).Skill.Tools[0];

        Assert.Equal(["FilterValue", "FilterValue2", "TArgumentsValue", "String"], tool.NestedTypes.Select(static type => type.Name));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", "TResult")]
    [InlineData("""{"type":"array","items":{"type":"object","properties":{"a":{}}}}""", "List")]
    [InlineData("""{"type":"string"}""", "Text")]
    [InlineData("""{"type":"object"}""", null)]
    [InlineData("null", null)]
    public void A_result_is_typed_where_the_output_says_what_it_is(string schema, string? expected)
    {
        var (catalog, _) = CatalogParser.Parse($$"""{"tools":[{"name":"t","outputSchema":{{schema}}}]}""");
        var result = SkillReader.Read(catalog, SkillName.From("s")).Skill.Tools[0].Result;

        Assert.Equal(expected, (result?.Type as TypeModel.Named)?.Name ?? result?.Type.GetType().Name);
    }

    private static (ToolModel Tool, IReadOnlyList<CatalogProblem> Problems) Read(string properties)
    {
        var (catalog, malformed) = CatalogParser.Parse("""
            {"tools":[{"name":"t","inputSchema":{"type":"object",
              "properties":{
                "other":{"type":"boolean"},
                PROPERTIES
              },
              "$defs":{
                "list":{"type":"array","items":{"anyOf":[{"type":"string"},{"type":"number"}]}},
                "Name":{"type":"string"}, "with/slash~tilde":{"type":"string"}, "per%cent space":{"type":"string"},
                "anchored":{"$anchor":"here","type":"boolean"}, "dynamic":{"$dynamicAnchor":"dynamic","type":"number"},
                "identified":{"$id":"https://example.com/inner.json","type":"object","properties":{"own":{"type":"string"},"again":{"$ref":"#/properties/own"}}},
                "local":{"$id":"inner.json","type":"object","properties":{"a":{"type":"string"}}},
                "chain":{"$ref":"#/$defs/chain2"}, "chain2":{"$ref":"#/$defs/Name"},
                "loop":{"$ref":"#/$defs/loop2"}, "loop2":{"$ref":"#/$defs/loop"},
                "self":{"anyOf":[{"$ref":"#/$defs/self"},{"type":"string"}]},
                "Node":{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#/$defs/Node"}},"next":{"$ref":"#/$defs/Node"}}},
                "Ping":{"type":"object","properties":{"pong":{"$ref":"#/$defs/Pong"}}},
                "Pong":{"type":"object","properties":{"ping":{"$ref":"#/$defs/Ping"}}},
                "ByMap":{"type":"object","properties":{"all":{"type":"object","additionalProperties":{"$ref":"#/$defs/ByMap"}}}},
                "Expression":{"anyOf":[{"type":"string"},{"type":"object","properties":{"all":{"type":"array","items":{"$ref":"#/$defs/Expression"}}}}]},
                "Merged":{"allOf":[{"type":"object","properties":{"a":{"type":"string"}}},{"properties":{"b":{"$ref":"#/$defs/Merged"}}}]},
                "Rows":{"type":"array","items":{"$ref":"#/$defs/Rows"}},
                "Left":{"properties":{"child":{"allOf":[{"$ref":"#/$defs/Left"},{"$ref":"#/$defs/Right"}]}}},
                "Right":{"properties":{"child":{"allOf":[{"$ref":"#/$defs/Right"},{"properties":{"child":{"$ref":"#/$defs/Left"}}}]}}}
              },
              "definitions":{"old":{"type":"integer"}}}}]}
            """.Replace("PROPERTIES", properties, StringComparison.Ordinal));
        Assert.Empty(malformed);
        var (skill, problems) = SkillReader.Read(catalog, SkillName.From("s"));
        return (skill.Tools[0], problems);
    }
}
