using McpSkillGen.Cli.Processes;
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
            <!-- "dotnet publish" puts a native program into the user's store. Without a C linker, publish with -p:McpSkillNative=false. -->
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
    public void The_package_is_named_with_its_hash() =>
        Assert.Contains($"<McpSkillPackageHash>{CarriedPackage.Unnamed.Hash}</McpSkillPackageHash>", Files["executor/Directory.Build.props"], StringComparison.Ordinal);

    [Fact]
    public void The_launcher_is_for_any_shell_and_the_one_for_Windows_has_its_line_ends()
    {
        Assert.StartsWith("#!/bin/sh\n", Files["scripts/notes-sample"], StringComparison.Ordinal);
        Assert.DoesNotContain("[[", Files["scripts/notes-sample"], StringComparison.Ordinal);
        Assert.Equal(Files["scripts/notes-sample.cmd"].Split('\n').Length, Files["scripts/notes-sample.cmd"].Split("\r\n").Length);
    }

    [Fact]
    public void Secrets_and_traces_are_ignored_by_git() =>
        Assert.Equal([".env", ".mcp.*", "executor/bin/", "executor/obj/", "executor/feed/"], Files[".gitignore"].Split('\n').Where(static line => line.Length > 0 && line[0] != '#'));

    [Fact]
    public void There_are_no_other_files() => Assert.Equal(
        [
            ".gitattributes", ".gitignore", "SKILL.md", "executor/Directory.Build.props", "executor/Program.cs",
            "executor/mcp-config.schema.json", "executor/notes-sample.csproj", "executor/restore.proj",
            "references/add-note.md", "references/csharp/add-note.md", "references/csharp/delete-note.md", "references/csharp/search-notes.md",
            "references/delete-note.md", "references/search-notes.md", "scripts/notes-sample", "scripts/notes-sample.cmd",
        ],
        Files.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_template_is_rendered_by_somebody() => Assert.Equal(
        ["Directory.Build.props", "Program.cs", "SKILL.md", "csharp.md", "executor.csproj", "gitattributes", "gitignore", "launcher.cmd", "launcher.sh", "reference.md", "restore.proj"],
        typeof(TemplateRenderer).Assembly.GetManifestResourceNames()
            .Where(static name => name.EndsWith(".scriban", StringComparison.Ordinal))
            .Select(static name => name[..^".scriban".Length])
            .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("SKILL.md")]
    [InlineData("reference.md")]
    [InlineData("csharp.md")]
    [InlineData("executor.csproj")]
    [InlineData("Program.cs")]
    public void A_template_that_lacks_a_value_fails_instead_of_leaving_it_out(string template) =>
        Assert.Throws<ScriptRuntimeException>(() => TemplateRenderer.Render(template, []));
}
