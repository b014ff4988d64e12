using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace McpSkillGen.Generator.Tests.Harness;

/// <summary>
/// One run of the generator. Every run is made twice, the second time after an edit to unrelated code, and fails unless
/// the second one reuses everything.
/// </summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorDriver _driver;
    private readonly CSharpCompilation _project;
    private readonly TestOptions _options;
    private readonly IReadOnlyList<TestCatalog> _catalogs;

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation project, TestOptions options, IReadOnlyList<TestCatalog> catalogs)
    {
        _options = options;
        _catalogs = catalogs;
        _project = project;
        _driver = driver.RunGenerators(project, TestContext.Current.CancellationToken);
        Result = _driver.GetRunResult().Results.Single();
        Assert.Null(Result.Exception);
        AssertUnrelatedEditReusesEverything();
    }

    public GeneratorRunResult Result { get; }

    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    /// <summary>Emitted sources by file name.</summary>
    public IReadOnlyDictionary<string, string> Sources =>
        Result.GeneratedSources.ToDictionary(static source => source.HintName, static source => source.SourceText.ToString());

    public static GeneratorRun Of(params TestCatalog[] catalogs) => Of(new Dictionary<string, string>(), catalogs);

    public static GeneratorRun Of(IReadOnlyDictionary<string, string> properties, params TestCatalog[] catalogs) =>
        Of(TestCompilation.Create(), properties, catalogs);

    public static GeneratorRun Of(CSharpCompilation project, IReadOnlyDictionary<string, string> properties, params TestCatalog[] catalogs)
    {
        var options = new TestOptions(properties);
        var driver = CSharpGeneratorDriver.Create(
            [new SkillGenerator().AsSourceGenerator()],
            catalogs,
            TestCompilation.ParseOptions,
            options,
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        return new GeneratorRun(driver, project, options, catalogs);
    }

    /// <summary>The next run, after one catalog was edited.</summary>
    public GeneratorRun Edit(TestCatalog old, TestCatalog edited) =>
        new(_driver.ReplaceAdditionalText(old, edited), _project, _options, [.. _catalogs.Select(catalog => catalog == old ? edited : catalog)]);

    /// <summary>Compiles the project with what was emitted; fails at whatever the compiler objects to.</summary>
    public void AssertCompiles() => Compile();

    public byte[] Compile()
    {
        var emitted = Result.GeneratedSources.Select(static source => source.SyntaxTree);
        using var assembly = new MemoryStream();
        using var documentation = new MemoryStream();
        var result = _project.AddSyntaxTrees(emitted)
            .Emit(assembly, xmlDocumentationStream: documentation, cancellationToken: TestContext.Current.CancellationToken);
        var messages = result.Diagnostics.Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToList();
        if (messages.Count > 0)
        {
            Assert.Fail(string.Join('\n', messages.Take(10)));
        }

        return assembly.ToArray();
    }

    /// <summary>What a step did with each of its outputs in this run.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) =>
        [.. Result.TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason)];

    /// <summary>The files that were emitted anew in this run.</summary>
    public IReadOnlyList<string> EmittedAnew() =>
    [
        .. Result.TrackedOutputSteps.Values
            .SelectMany(static runs => runs)
            .SelectMany(static run => run.Outputs)
            .Where(static output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified)
            .SelectMany(static output => HintNames(output.Value))
            .Order(StringComparer.Ordinal),
    ];

    private void AssertUnrelatedEditReusesEverything()
    {
        var edited = _project.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "internal static class Unrelated;", TestCompilation.ParseOptions, cancellationToken: TestContext.Current.CancellationToken));
        var second = _driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        Assert.DoesNotContain("Compilation", second.TrackedSteps.Keys);
        Assert.All(second.TrackedSteps.Concat(second.TrackedOutputSteps), static step => Assert.All(
            step.Value.SelectMany(static run => run.Outputs),
            output => Assert.True(
                output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step.Key} was {output.Reason}")));
    }

    // An output step's value is a pair of immutable arrays: the sources, whose type is internal to Roslyn, and diagnostics.
    private static IEnumerable<string> HintNames(object output)
    {
        var sources = (System.Collections.IEnumerable)((System.Runtime.CompilerServices.ITuple)output)[0]!;
        return sources.Cast<object>().Select(static source => (string)source.GetType().GetProperty("HintName")!.GetValue(source)!);
    }
}
