using System.Reflection;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using McpSkillGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generation;

/// <summary>
/// Times the generator alone, over one tool many times over under different names: what a build pays the first time, and
/// what every keystroke elsewhere in the project pays after it.
/// </summary>
public class GeneratorRun
{
    private static readonly CSharpCompilation Project = CSharpCompilation.Create("skill");
    private static readonly CSharpCompilation EditedProject = Project.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;"));

    private Catalog _catalog = null!;
    private GeneratorDriver _driverThatRan = null!;

    [Params(100, 1_000, 10_000)]
    public int Tools { get; set; }

    [Params(ToolKind.Ordinary, ToolKind.Rich)]
    public ToolKind Kind { get; set; }

    [GlobalSetup]
    public void ReadCatalog()
    {
        _catalog = Catalog.Of(ReadTool(Kind), Tools);
        _driverThatRan = NewDriver().RunGenerators(Project);
    }

    [Benchmark]
    public object FirstRun() => NewDriver().RunGenerators(Project);

    [Benchmark]
    public object AfterEditElsewhere() => _driverThatRan.RunGenerators(EditedProject);

    private CSharpGeneratorDriver NewDriver() => CSharpGeneratorDriver.Create([new SkillGenerator().AsSourceGenerator()], [_catalog]);

    private static JsonNode ReadTool(ToolKind kind)
    {
        var root = typeof(GeneratorRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        return kind switch
        {
            ToolKind.Ordinary => JsonNode.Parse(File.ReadAllText(Path.Combine(root, "tests/Benchmarks/ordinary-tool.json")))!,
            _ => JsonNode.Parse(File.ReadAllText(Path.Combine(root, "tests/McpSkillGen.Generator.Tests/Fixtures/library.json")))!["tools"]![0]!,
        };
    }
}

/// <summary>What the tools are like: <c>Ordinary</c> ones have five properties, <c>Rich</c> ones every kind of schema.</summary>
public enum ToolKind
{
    Ordinary,
    Rich,
}
