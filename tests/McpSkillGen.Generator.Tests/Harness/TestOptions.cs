using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace McpSkillGen.Generator.Tests.Harness;

/// <summary>The properties and metadata that MSBuild lets the generator see.</summary>
internal sealed class TestOptions(IReadOnlyDictionary<string, string> properties) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(
        properties.ToDictionary(static pair => "build_property." + pair.Key, static pair => pair.Value));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Options.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        textFile is TestCatalog { SkillName: { } name } catalog
            ? new Options(new Dictionary<string, string>
            {
                ["build_metadata.AdditionalFiles.McpSkillName"] = name,
                ["build_metadata.AdditionalFiles.McpSkillFolder"] = catalog.SkillFolder ?? "",
            })
            : Options.None;

    private sealed class Options(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public static Options None { get; } = new(new Dictionary<string, string>());

        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}
