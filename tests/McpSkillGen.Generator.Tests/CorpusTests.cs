using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using McpSkillGen.Generator.Tests.Harness;
using McpSkillGen.Generator.Tests.RoundTrip;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;
using Microsoft.CodeAnalysis;

namespace McpSkillGen.Generator.Tests;

public sealed class CorpusTests(IndependentValidator validator)
{
    // The largest catalogs have hundreds of tools, which are much alike.
    private static readonly int MostTools = Scale.Of(usual: 40, full: int.MaxValue);

    // ROUND_TRIPS=1000 looks longer.
    private static readonly int Samples = int.TryParse(Environment.GetEnvironmentVariable("ROUND_TRIPS"), out var samples) ? samples : 10;

    // Each catalog is compiled once, for whichever test comes first.
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Compiled = new(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void Every_catalog_of_the_corpus_compiles_without_a_warning(string name)
    {
        Assert.NotEmpty(Compile(name));
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void Every_value_in_the_corpus_has_a_type(string name)
    {
        var (_, problems) = SkillReader.Read(CatalogParser.Parse(Corpus.Read(name)).Catalog, SkillName.From(name));

        Assert.Empty(problems.Select(static problem => $"{problem.Subject}: {problem.Detail}"));
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void Random_arguments_and_results_of_the_corpus_come_through_the_emitted_types_unchanged(string name)
    {
        var trips = new RoundTrips(EmittedSkill.Load(Compile(name)), Read(name));

        trips.CheckArguments(Samples, validator);
        trips.CheckResults(Samples);
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void Random_arguments_of_the_corpus_come_through_the_flags_unchanged_and_valid(string name)
    {
        Assert.SkipUnless(IndependentValidator.IsAvailable, "node and npm are not on PATH; the validator needs them.");
        using var trips = new FlagTrips(EmittedSkill.Load(Compile(name)), Read(name), validator);

        trips.CheckValid(Samples);

        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {trips.Counts}");
        Assert.True(trips.Counts.Sent > trips.Counts.Misfits, $"{name}: {trips.Counts}");
    }

    private static byte[] Compile(string name) => Compiled.GetOrAdd(name, static name => new Lazy<byte[]>(() =>
    {
        var run = GeneratorRun.Of(new TestCatalog("/skill/mcp-catalog.json", Read(name), name));
        Assert.All(run.Diagnostics, static diagnostic => Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity));
        return run.Compile();
    })).Value;

    /// <summary>The catalog; with some tools from all over it if there are too many.</summary>
    private static string Read(string name)
    {
        var text = Corpus.Read(name);
        var catalog = JsonNode.Parse(text)!;
        var tools = catalog["tools"]!.AsArray();
        if (tools.Count <= MostTools)
        {
            return text;
        }

        catalog["tools"] = new JsonArray([.. Enumerable.Range(0, MostTools).Select(i => tools[i * tools.Count / MostTools]!.DeepClone())]);
        return catalog.ToJsonString();
    }
}
