using System.Text;
using McpSkillGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace McpSkillGen.Generator.Tests;

/// <summary>Catalogs of servers that are almost right, as C#. Schema's own tests read many more of them.</summary>
public sealed class CatalogFuzzTests
{
    private const int Rounds = 2_000;

    private const string Seed = """
        {"serverInfo":{"name":"s","version":"1"},"instructions":"Do \u00e9.","tools":[{"name":"get_sum","title":"T","description":"Adds.","annotations":{"readOnlyHint":true},"inputSchema":{"type":"object","properties":{"a":{"type":"number","minimum":1,"default":2},"kind":{"type":"string","enum":["x","y"]},"shape":{"oneOf":[{"type":"object","properties":{"kind":{"const":"circle"}},"required":["kind"]},{"type":"object","properties":{"kind":{"const":"box"}},"required":["kind"]}]}},"required":["a"]},"outputSchema":{"type":"object","properties":{"rows":{"type":"array","items":{"type":"object","additionalProperties":{"type":"string"}}}},"required":["rows"]}}]}
        """;

    [Fact]
    public void What_is_emitted_of_any_catalog_is_C_sharp()
    {
        var mutator = new JsonMutator(1);
        var generator = new SkillGenerator().AsSourceGenerator();
        var project = TestCompilation.Create();
        for (var i = 0; i < Rounds; i++)
        {
            var text = Encoding.UTF8.GetString(mutator.Mutate(Seed.Trim()));
            var run = CSharpGeneratorDriver
                .Create([generator], [new TestCatalog("/skills/fuzz/mcp-catalog.json", text)], TestCompilation.ParseOptions, new TestOptions(new Dictionary<string, string>()))
                .RunGenerators(project, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

            Assert.True(run.Exception is null, $"{text}: {run.Exception}");
            Assert.All(run.GeneratedSources, source =>
            {
                var mistake = source.SyntaxTree.GetDiagnostics(TestContext.Current.CancellationToken).FirstOrDefault();
                Assert.True(mistake is null, $"{text}: {mistake} in {source.SourceText}");
            });
        }
    }
}
