using McpSkillGen.Generator.Tests.Harness;

namespace McpSkillGen.Generator.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void The_name_is_the_files_metadata_then_the_projects_property_then_the_folder()
    {
        var property = new Dictionary<string, string> { ["McpSkillName"] = "from-property" };

        Assert.Contains("FromMetadataSkill.g.cs", Emitted(property, new TestCatalog("/from-folder/mcp-catalog.json", "{}", "from-metadata")));
        Assert.Contains("FromPropertySkill.g.cs", Emitted(property, new TestCatalog("/from-folder/mcp-catalog.json", "{}", "")));
        Assert.Contains("FromFolderSkill.g.cs", Emitted([], new TestCatalog("/skills/from-folder/mcp-catalog.json", "{}")));
        Assert.Contains("FromFolderSkill.g.cs", Emitted([], new TestCatalog(@"C:\skills\from-folder\mcp-catalog.json", "{}")));
        Assert.Contains("Skill.g.cs", Emitted([], new TestCatalog("mcp-catalog.json", "{}")));
    }

    [Theory]
    [InlineData("Acme.Tools", "namespace Acme.Tools;")]
    [InlineData("my-skill", "namespace my_skill;")]
    [InlineData("global.System.class", "namespace global.System.@class;")]
    [InlineData("", "namespace Skills;")]
    public void The_namespace_is_the_projects(string rootNamespace, string expected)
    {
        var run = GeneratorRun.Of(new Dictionary<string, string> { ["RootNamespace"] = rootNamespace }, TestFiles.Fixture("shapes"));

        Assert.All(run.Sources.Values, source => Assert.Contains(expected, source, StringComparison.Ordinal));
        run.AssertCompiles();
    }

    [Fact]
    public void A_program_that_does_not_lie_in_the_skill_is_told_where_it_lies()
    {
        var run = GeneratorRun.Of(new TestCatalog("/skills/notes/mcp-catalog.json", "{}", "notes", """/home/ann "a"/notes"""));

        Assert.Contains("""public override string Folder => "/home/ann \"a\"/notes";""", run.Sources["NotesDefinition.g.cs"], StringComparison.Ordinal);
        run.AssertCompiles();
        Assert.DoesNotContain("Folder", GeneratorRun.Of(new TestCatalog("/skills/notes/mcp-catalog.json", "{}", "notes")).Sources["NotesDefinition.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_are_no_catalogs() => Assert.Empty(Emitted([], new TestCatalog("/x/my-mcp-catalog.json", "{}")));

    private static IEnumerable<string> Emitted(Dictionary<string, string> properties, TestCatalog catalog) =>
        GeneratorRun.Of(properties, catalog).Sources.Keys;
}
