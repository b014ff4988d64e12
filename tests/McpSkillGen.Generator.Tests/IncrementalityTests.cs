using McpSkillGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace McpSkillGen.Generator.Tests;

/// <summary>That an edit elsewhere reuses everything is asserted by every <see cref="GeneratorRun"/>; here, what an edit of
/// the catalog runs again.</summary>
public sealed class IncrementalityTests
{
    private const string Echo = """{"name":"echo","description":"Echoes.","inputSchema":{"type":"object","properties":{"m":{"$ref":"#/x"}}}}""";
    private const string Sum = """{"name":"sum","description":"Adds.","inputSchema":{"type":"object","properties":{"a":{"type":"number"}}}}""";

    private readonly TestCatalog _catalog = TestCatalog.Of("sums", Echo, Sum);

    [Fact]
    public void Another_description_emits_its_tool_and_the_two_lists_of_tools_anew()
    {
        var edited = GeneratorRun.Of(_catalog)
            .Edit(_catalog, TestCatalog.Of("sums", Echo, Sum.Replace("Adds.", "Adds two.", StringComparison.Ordinal)));

        Assert.Equal([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified], edited.Reasons(PipelineSteps.Tools));
        Assert.Equal(["SumsDefinition.g.cs", "SumsSkill.Sum.g.cs", "SumsSkill.g.cs"], edited.EmittedAnew());
    }

    [Fact]
    public void White_space_emits_nothing_anew_and_moves_the_diagnostics()
    {
        var edited = GeneratorRun.Of(_catalog).Edit(_catalog, TestCatalog.Of("sums", "\n\n" + Echo, Sum));

        Assert.Equal([IncrementalStepRunReason.Modified], edited.Reasons(PipelineSteps.Files));
        Assert.Equal([IncrementalStepRunReason.Unchanged], edited.Reasons(PipelineSteps.Skills));
        Assert.Empty(edited.EmittedAnew());
        Assert.Equal(2, Assert.Single(edited.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public void A_tool_added_at_the_end_leaves_the_files_of_the_others()
    {
        var edited = GeneratorRun.Of(_catalog).Edit(_catalog, TestCatalog.Of("sums", Echo, Sum, """{"name":"Echo"}"""));

        Assert.Equal(["SumsDefinition.g.cs", "SumsSkill.Echo2.g.cs", "SumsSkill.g.cs"], edited.EmittedAnew());
    }

    [Fact]
    public void One_skill_is_not_emitted_anew_for_another()
    {
        var other = TestCatalog.Of("other", Echo);
        var edited = GeneratorRun.Of(_catalog, other).Edit(_catalog, TestCatalog.Of("sums", Sum));

        Assert.All(edited.EmittedAnew(), static file => Assert.StartsWith("Sums", file, StringComparison.Ordinal));
    }
}
