using System.Text;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Tests.Catalog;

/// <summary>Catalogs of servers that are almost right.</summary>
public sealed class CatalogFuzzTests
{
    private const int PerSeed = 25_000;

    // Throws at half of a surrogate pair.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static TheoryData<string> Seeds =>
    [
        """{"protocolVersion":"2025-11-25","serverInfo":{"name":"s","version":"1","icons":[{"src":"a","sizes":["48x48"]}]},"capabilities":{"tools":{},"prompts":{}},"instructions":"Do \u00e9.","tools":[{"name":"a","title":"A","annotations":{"readOnlyHint":true},"execution":{"taskSupport":"optional"}}],"resources":[{"uri":"a:b"}],"prompts":[{"name":"p","arguments":[{"name":"x"}]}]}""",
        """{"tools":[{"name":"get_sum","description":"Adds.","inputSchema":{"type":"object","properties":{"a":{"type":"number","minimum":1,"default":2},"kind":{"type":"string","enum":["x","y"],"pattern":"^x"},"list":{"type":"array","items":{"type":"integer"}}},"required":["a"],"additionalProperties":false}}]}""",
        """{"tools":[{"name":"draw","inputSchema":{"type":"object","properties":{"shape":{"oneOf":[{"type":"object","properties":{"kind":{"const":"circle"},"r":{"type":"number"}},"required":["kind"]},{"$ref":"#/$defs/box"}]},"more":{"allOf":[{"type":"object"},{"properties":{"b":{"type":["string","null"]}}}]}},"$defs":{"box":{"type":"object","properties":{"inner":{"$ref":"#/$defs/box"}}}}}}]}""",
        """{"tools":[{"name":"read","outputSchema":{"type":"object","properties":{"rows":{"type":"array","items":{"type":"object","additionalProperties":{"type":"string"}}},"total":{"type":"integer","format":"int64"},"next":{"anyOf":[{"type":"string"},{"type":"null"}]}},"required":["rows"]}}]}""",
    ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_catalog_is_a_skill_and_stated_problems_within_its_text(string seed)
    {
        var mutator = new JsonMutator(seed.Length);
        for (var i = 0; i < PerSeed; i++)
        {
            var text = Encoding.UTF8.GetString(mutator.Mutate(seed));
            try
            {
                var (catalog, malformed) = CatalogParser.Parse(text);
                var (skill, untyped) = SkillReader.Read(catalog, new SkillName("fuzz"));

                Assert.Equal(catalog.Tools.Count, skill.Tools.Count);
                Assert.All(malformed.Concat(untyped), problem => Assert.InRange(problem.Span.End.Offset, 0, text.Length));
                _ = Strict.GetByteCount(skill.ToString());
            }
            catch (Exception e)
            {
                Assert.Fail($"{text}: {e}");
            }
        }
    }
}
