using McpSkillGen.Cli.Rendering;
using McpSkillGen.Cli.Tests.Support;
using Scriban.Syntax;

namespace McpSkillGen.Cli.Tests;

/// <summary>The project that a skill is built from, and the templates themselves.</summary>
public sealed class ProjectFileTests
{
    private static readonly IReadOnlyDictionary<string, string> Files = Plans.Files(Plans.Fixture("notes.json"), "notes-sample");

    [Fact]
    public void The_project_is_a_few_lines() => Assert.Equal(
        """
        <Project Sdk="Microsoft.NET.Sdk">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <RootNamespace>NotesSample</RootNamespace>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <!-- "dotnet publish" writes a native program to ../scripts. Without a C linker, publish with -p:McpSkillNative=false. -->
            <PublishAot Condition="'$(McpSkillNative)' != 'false'">true</PublishAot>
            <PublishReadyToRun Condition="'$(McpSkillNative)' == 'false'">true</PublishReadyToRun>
          </PropertyGroup>

          <ItemGroup>
            <PackageReference Include="McpSkillGen" Version="0.1.0-test" />
          </ItemGroup>

        </Project>

        """.ReplaceLineEndings("\n"),
        Files["executor/notes-sample.csproj"]);

    [Fact]
    public void The_program_is_one_statement() => Assert.Equal(
        """
        using NotesSample;

        // This class is generated from ../mcp-catalog.json: a typed method per tool, and the command line.
        // It is partial: add your own code in other files. Scaffolding again keeps them.
        return NotesSampleSkill.Run(args);

        """.ReplaceLineEndings("\n"),
        Files["executor/Program.cs"]);

    [Fact]
    public void The_feed_is_relative_and_clears_nothing()
    {
        var config = Files["executor/NuGet.config"];

        Assert.Contains("""<add key="skill" value="feed" />""", config, StringComparison.Ordinal);
        Assert.DoesNotContain("<clear", config, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_and_traces_are_ignored_by_git() =>
        Assert.Equal([".env", ".mcp.*", "executor/bin/", "executor/obj/"], Files[".gitignore"].Split('\n').Where(static line => line.Length > 0 && line[0] != '#'));

    [Fact]
    public void There_are_no_other_files() => Assert.Equal(
        [
            ".gitignore", "SKILL.md", "executor/Directory.Build.props", "executor/NuGet.config", "executor/Program.cs",
            "executor/mcp-config.schema.json", "executor/notes-sample.csproj", "references/add-note.md", "references/delete-note.md", "references/search-notes.md",
        ],
        Files.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_template_is_rendered_by_somebody() => Assert.Equal(
        ["Directory.Build.props", "NuGet.config", "Program.cs", "SKILL.md", "executor.csproj", "gitignore", "reference.md"],
        typeof(TemplateRenderer).Assembly.GetManifestResourceNames()
            .Where(static name => name.EndsWith(".scriban", StringComparison.Ordinal))
            .Select(static name => name[..^".scriban".Length])
            .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("SKILL.md")]
    [InlineData("reference.md")]
    [InlineData("executor.csproj")]
    [InlineData("Program.cs")]
    public void A_template_that_lacks_a_value_fails_instead_of_leaving_it_out(string template) =>
        Assert.Throws<ScriptRuntimeException>(() => TemplateRenderer.Render(template, []));
}
