using McpSkillGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace McpSkillGen.Generator.Tests;

public sealed class CorpusTests
{
    public static TheoryData<string> Catalogs => TestFiles.Corpus is { } folder
        ? [.. Directory.GetFiles(folder, "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)]
        : [""];

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Every_catalog_of_the_corpus_compiles_without_a_warning(string name)
    {
        Assert.SkipWhen(TestFiles.Corpus is null, "There is no folder shared/corpus beside the repository.");
        var text = File.ReadAllText(Path.Combine(TestFiles.Corpus!, name + ".json"));
        var run = GeneratorRun.Of(new TestCatalog("/skill/mcp-catalog.json", text, name));

        Assert.All(run.Diagnostics, static diagnostic => Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity));
        run.AssertCompiles();
    }
}
