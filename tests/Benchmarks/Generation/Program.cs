using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Generation;
using McpSkillGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

// dotnet run -c Release --project tests/Benchmarks/Generation
// Times the generator alone, over catalogs of one mixed tool many times over; the tools differ in their names.
var root = typeof(Catalog).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;
var fixture = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(root, "tests/McpSkillGen.Generator.Tests/Fixtures/library.json")))!["tools"]![0]!;
var project = CSharpCompilation.Create("skill");

Console.WriteLine("| tools | catalog | first run | ms per 1,000 tools | after an edit elsewhere |");
Console.WriteLine("|---|---|---|---|---|");
foreach (var tools in (int[])[100, 1_000, 10_000])
{
    var catalog = Catalog.Of(fixture, tools);
    var (first, again) = (new List<double>(), new List<double>());
    for (var round = 0; round < 5; round++)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new SkillGenerator().AsSourceGenerator()], [catalog]);
        var started = Stopwatch.GetTimestamp();
        driver = driver.RunGenerators(project);
        first.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);

        started = Stopwatch.GetTimestamp();
        driver.RunGenerators(project.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;")));
        again.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    var median = first.Order().ElementAt(2);
    Console.WriteLine(FormattableString.Invariant(
        $"| {tools:N0} | {catalog.Length / 1024:N0} KiB | {median:N0} ms | {median * 1000 / tools:N0} | {again.Order().ElementAt(2):N1} ms |"));
}
