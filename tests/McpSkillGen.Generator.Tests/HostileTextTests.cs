using System.Text.Json;
using McpSkillGen.Generator.Tests.Harness;

namespace McpSkillGen.Generator.Tests;

/// <summary>A server's words are data. Whatever they are, they stay what they are, and the build does too.</summary>
public sealed class HostileTextTests
{
    public static TheoryData<string> Texts =>
    [
        "*/ public static class Evil { } /*",
        "\"\"\"; System.Environment.Exit(1); \"\"\"\"\"\"",
        "\n#endif\n#error no\n#if x\n#pragma warning disable",
        "{0} {1:x} {{ }} {",
        "\u2028#error line separator\u2029\u0085#error next line\r#error return",
        "</summary><script>&amp;&lt;]]><![CDATA[ <see cref=\"T:None\"/> &unknown;",
        "\\u0022; \\\" \\x \\\\",
        "a\0b\u0001\u001F\u007F",
        "\u202Egnihton ton si siht\u202C \u200B\uFEFF \uDB40\uDC41",
        "\uFFFE\uFFFF",
        "// /// /* @\"\" $\"{x}\" 'c' \t",
        "global::System.String",
        " leading and trailing ",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Stays_text_wherever_it_stands(string text)
    {
        var quoted = JsonSerializer.Serialize(text);
        var tool = """
            {"name":TEXT,"title":TEXT,"description":TEXT,"inputSchema":{"type":"object","description":TEXT,"properties":{
              TEXT:{"type":"string","description":TEXT,"default":TEXT},
              "o":{"type":"object","description":TEXT,"properties":{TEXT:{"enum":[TEXT,"x"],"description":TEXT}}},
              "l":{"type":"array","items":{"enum":[TEXT]}},
              "r":{"$ref":"#/$defs/hostile"},
              "u":{"anyOf":[{"$ref":"#/$defs/hostile"},{"title":TEXT,"description":TEXT,"properties":{TEXT:{"const":TEXT}},"required":[TEXT]},{"type":"string"}]},
              "m":{"type":"object","description":TEXT,"additionalProperties":{"type":"array","items":{"const":TEXT,"description":TEXT,"title":TEXT}}}},
              "required":[TEXT],
              "$defs":{TEXT:{"description":TEXT,"properties":{TEXT:{"const":TEXT},"same":{"$ref":"#named"}},"required":[TEXT],"additionalProperties":true},
                "hostile":{"$anchor":"named","anyOf":[{"title":TEXT,"properties":{TEXT:{"const":TEXT}},"required":[TEXT]},{"type":"number"}]}}},
             "outputSchema":{"type":"object","title":TEXT,"description":TEXT,"properties":{
              TEXT:{"type":"string","description":TEXT},
              "o":{"type":"object","properties":{TEXT:{"enum":[TEXT,"x"]}},"required":[TEXT],"additionalProperties":{"type":"string"}},
              "u":{"oneOf":[{"title":TEXT,"properties":{TEXT:{"const":TEXT}},"required":[TEXT]},{"properties":{TEXT:{"const":"x"}},"required":[TEXT]}]}},"required":[TEXT]}}
            """.Replace("TEXT", quoted, StringComparison.Ordinal);
        var catalog = $$"""{"serverInfo":{"name":{{quoted}},"version":{{quoted}}},"instructions":{{quoted}},"tools":[{{tool}}]}""";
        var run = GeneratorRun.Of(new TestCatalog("/skills/hostile/mcp-catalog.json", catalog));

        run.AssertCompiles();
        Assert.Empty(run.Diagnostics);
        var definition = EmittedSkill.Load(run).Definition;
        var found = definition.FindTool(text)!;
        Assert.Equal((text, text, text), (found.WireName, found.Title, found.Description));
        Assert.Equal(
            (text, text, quoted),
            (found.Arguments[0].WireName,
                found.Arguments[0].Description,
                JsonSerializer.Serialize(JsonSerializer.Deserialize<string>(found.Arguments[0].DefaultJson!))));
        using var described = JsonDocument.Parse(definition.DescribeTool(text).ToArray());
        using var original = JsonDocument.Parse(tool);
        Assert.True(JsonElement.DeepEquals(original.RootElement, described.RootElement));
        Assert.All(definition.Tools, static summary => Assert.DoesNotContain(summary.Summary, char.IsControl));
    }

    [Fact]
    public void Half_a_surrogate_pair_breaks_no_build()
    {
        var run = GeneratorRun.Of(TestCatalog.Of(
            "hostile", """{"name":"a\ud800","description":"\udc00","inputSchema":{"properties":{"\ud800":{"enum":["\udfff"]}}}}"""));

        run.AssertCompiles();
    }

    [Fact]
    public void A_description_of_forty_thousand_characters_is_whole_in_the_definition_and_short_in_the_docs()
    {
        var text = string.Concat(Enumerable.Repeat("Endless words. ", 3_000));
        var run = GeneratorRun.Of(TestCatalog.Of("hostile", $$"""{"name":"a","description":{{JsonSerializer.Serialize(text)}}}"""));

        run.AssertCompiles();
        Assert.True(run.Sources["HostileSkill.g.cs"].Length < 5_000);
        Assert.Equal(text, EmittedSkill.Load(run).Definition.FindTool("a")!.Description);
    }
}
