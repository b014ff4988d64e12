using McpSkillGen.Cli.Pages;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Tests;

/// <summary>What a person wrote into a generated page.</summary>
public sealed class KeptSectionsTests
{
    private const string Note = "<!-- mcpgen:keep -->\nAlways ask for the **team** first.\n\n- or not\n<!-- /mcpgen:keep -->";

    private const string NewPage = "# Notes\n\nNew words.\n\n## Tools\n\n- `new`\n\n```bash\n# no heading\n```\n\n## Exit codes\n\ncodes\n";

    [Fact]
    public void Stands_at_the_end_of_the_section_that_it_stood_in() =>
        Assert.Equal(
            NewPage.Replace("## Exit codes", Note + "\n\n## Exit codes", StringComparison.Ordinal),
            CarryOver($"# Notes\n\nOld words.\n\n## Tools\n\n```bash\n# no heading either\n```\n\n{Note}\n\n- `old`\n\n## Exit codes\n\nold\n"));

    [Theory]
    [InlineData("## Gone")]
    [InlineData("## Exit codes")]
    public void Goes_to_the_end_of_the_page_where_its_section_is_the_last_or_gone(string heading) =>
        Assert.Equal($"{NewPage}\n{Note}\n", CarryOver($"# Notes\n\n{heading}\n\n{Note}\n"));

    [Fact]
    public void Survives_any_number_of_times_in_its_order()
    {
        const string Second = "<!-- mcpgen:keep -->\nsecond\n<!-- /mcpgen:keep -->";

        var once = CarryOver($"# Notes\n\n## Tools\n{Note}\n{Second}\n");

        Assert.Equal(once, CarryOver(once));
        Assert.Contains($"{Note}\n\n{Second}\n\n## Exit codes", once, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_markers_nothing_is_kept() => Assert.Equal(NewPage, CarryOver("# Notes\r\n\r\nMine.\r\n"));

    [Theory]
    [InlineData("a\n<!-- mcpgen:keep -->\nb\n", "SKILL.md:2: '<!-- mcpgen:keep -->' without '<!-- /mcpgen:keep -->' after it.")]
    [InlineData("a\n<!-- /mcpgen:keep -->\n", "SKILL.md:2: '<!-- /mcpgen:keep -->' without '<!-- mcpgen:keep -->' before it.")]
    [InlineData("<!-- mcpgen:keep -->\nb\n<!-- mcpgen:keep -->\n<!-- /mcpgen:keep -->\n", "SKILL.md:3: '<!-- mcpgen:keep -->' inside the section that starts in line 1.")]
    public void Markers_that_do_not_match_are_told_and_nothing_is_changed(string page, string message)
    {
        var e = Assert.Throws<SkillException>(() => CarryOver(page));

        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongEnvironment, e.ExitCode);
    }

    private static string CarryOver(string oldPage) => KeptSections.CarryOver(oldPage, NewPage, "SKILL.md");
}
