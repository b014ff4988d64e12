using System.Collections.Concurrent;
using McpSkillGen.Generator.Tests.Harness;
using McpSkillGen.Generator.Tests.RoundTrip;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;
using Microsoft.CodeAnalysis;

namespace McpSkillGen.Generator.Tests;

public sealed class CorpusTests(IndependentValidator validator)
{
    // ROUND_TRIPS=1000 looks longer.
    private static readonly int Samples = int.TryParse(Environment.GetEnvironmentVariable("ROUND_TRIPS"), out var samples) ? samples : 10;

    public static TheoryData<string> Catalogs => TestFiles.Corpus is { } folder
        ? [.. Directory.GetFiles(folder, "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)]
        : [""];

    // Each catalog is compiled once, for whichever test comes first.
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Compiled = new(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Every_catalog_of_the_corpus_compiles_without_a_warning(string name)
    {
        Assert.SkipWhen(TestFiles.Corpus is null, "There is no folder shared/corpus beside the repository.");

        Assert.NotEmpty(Compile(name));
    }

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Every_value_in_the_corpus_has_a_type(string name)
    {
        Assert.SkipWhen(TestFiles.Corpus is null, "There is no folder shared/corpus beside the repository.");

        var (_, problems) = SkillReader.Read(CatalogParser.Parse(Read(name)).Catalog, SkillName.From(name));

        Assert.Empty(problems.Select(static problem => $"{problem.Subject}: {problem.Detail}"));
    }

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Random_arguments_and_results_of_the_corpus_come_through_the_emitted_types_unchanged(string name)
    {
        Assert.SkipWhen(TestFiles.Corpus is null, "There is no folder shared/corpus beside the repository.");
        var trips = new RoundTrips(EmittedSkill.Load(Compile(name)), Read(name));

        trips.CheckArguments(Samples, validator);
        trips.CheckResults(Samples);
    }

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Random_arguments_of_the_corpus_come_through_the_flags_unchanged_and_valid(string name)
    {
        Assert.SkipWhen(TestFiles.Corpus is null, "There is no folder shared/corpus beside the repository.");
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

    private static string Read(string name) => File.ReadAllText(Path.Combine(TestFiles.Corpus!, name + ".json"));
}
