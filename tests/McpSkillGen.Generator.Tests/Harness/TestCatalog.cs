using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace McpSkillGen.Generator.Tests.Harness;

/// <summary>A catalog as MSBuild would hand it to the generator.</summary>
internal sealed class TestCatalog(string path, string text, string? skillName = null, string? skillFolder = null) : AdditionalText
{
    public override string Path => path;

    public string? SkillName => skillName;

    public string? SkillFolder => skillFolder;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);

    /// <summary>The catalog of a skill with some tools, each given as JSON.</summary>
    public static TestCatalog Of(string skillName, params string[] tools) =>
        new($"/skills/{skillName}/mcp-catalog.json", $$"""{"tools":[{{string.Join(",", tools)}}]}""");
}
