using System.Net;
using System.Xml.Linq;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Measuring;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Schema.Catalog;

namespace McpSkillGen.Cli.Tests;

/// <summary>What <c>mcpgen measure</c> counts, and how honestly it speaks of it.</summary>
public sealed class MeasurementTests : IDisposable
{
    // Round numbers: a large server, and one so small that its skill costs more.
    private static readonly SkillCost Large = new("large", 32, 6000, 120, 1500, 100, 32);
    private static readonly SkillCost Small = new("small-server-with-a-name-that-is-far-too-long-for-a-row", 1, 100, 110, 700, 50, 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Savings_are_parts_of_what_the_schemas_cost()
    {
        Assert.Equal((1720, 2620), (Large.FirstCall, Large.TenCalls));
        Assert.Equal((0.98, 0.713, 0.563), (Large.IdleSaving, Math.Round(Large.FirstCallSaving, 3), Math.Round(Large.TenCallSaving, 3)));
    }

    [Fact]
    public void Ten_calls_look_up_no_more_tools_than_there_are() => Assert.Equal(Small.FirstCall, Small.TenCalls);

    [Fact]
    public void Schemas_are_what_a_client_sends_minified_and_nothing_more()
    {
        var (catalog, _) = CatalogParser.Parse(
            """{"tools":[{"title":"T","name":"a","inputSchema": { "type" : "object" },"description":"Größe \"x\" <b>","annotations":{},"outputSchema":{}}]}""");

        Assert.Equal(
            """[{"name":"a","description":"Größe \"x\" <b>","inputSchema":{"type":"object"}}]""",
            SkillMeasurement.Sent(catalog.Tools));
    }

    [Fact]
    public void Tokens_are_o200k_base_s() => Assert.Equal([0, 2, 5], new[] { "", "hello world", "{\"a\":1}" }.Select(TokenCount.Of));

    [Fact]
    public void A_skill_is_measured_by_its_catalog_its_page_and_its_references()
    {
        WriteSkill();

        var cost = SkillMeasurement.Of(_folder["notes"]);

        Assert.Equal(("notes", 2), (cost.Skill, cost.Tools));
        Assert.Equal(TokenCount.Of("""[{"name":"a"},{"name":"b"}]"""), cost.Schemas);
        Assert.Equal(TokenCount.Of("- notes: Keeps notes."), cost.Entry);
        Assert.Equal(TokenCount.Of(_folder.Read("notes/SKILL.md")), cost.Page);
        Assert.Equal((TokenCount.Of("one") + TokenCount.Of("one two three")) / 2, cost.Detail);
    }

    [Fact]
    public void A_skill_without_a_catalog_has_nothing_to_be_compared_with()
    {
        WriteSkill();
        File.Delete(_folder["notes/mcp-catalog.json"]);

        var refused = Assert.Throws<SkillException>(() => SkillMeasurement.Of(_folder["notes"]));

        Assert.Equal(ExitCode.WrongEnvironment, refused.ExitCode);
        Assert.Contains("has no mcp-catalog.json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_skill_is_a_chart_of_at_most_eighty_columns()
    {
        var lines = Written(static console => CostChart.Write(Large, console));

        Assert.All(lines, static line => Assert.InRange(line.Length, 0, ResultConsole.LayoutWidth));
        Assert.Contains("  schemas, always        ", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(" 6,000", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(" 120  -98%", lines[3], StringComparison.Ordinal);
        Assert.EndsWith(" 1,720  -71%", lines[4], StringComparison.Ordinal);
        Assert.EndsWith(" 2,620  -56%", lines[5], StringComparison.Ordinal);
        Assert.Contains("  The skill is cheaper even after ten calls of different tools.", lines);
    }

    [Fact]
    public void A_small_server_s_skill_is_said_to_cost_more()
    {
        var lines = Written(static console => CostChart.Write(Small, console));

        Assert.EndsWith(" 110  +10%", lines[3], StringComparison.Ordinal);
        Assert.EndsWith(" 860  +760%", lines[4], StringComparison.Ordinal);
        Assert.Contains("  This skill costs more than the schemas, even while it is not used.", lines);
        Assert.Contains(
            "  The server has few tools: the skill is only cheaper in conversations that do not use it.",
            Written(static console => CostChart.Write(Small with { Schemas = 400 }, console)));
    }

    [Theory]
    [InlineData(1, "-100%")]
    [InlineData(0.996, "-99%")]
    [InlineData(0.71, "-71%")]
    [InlineData(0.004, "0%")]
    [InlineData(-1.4, "+140%")]
    public void A_change_is_rounded_but_never_to_all(double saving, string shown) => Assert.Equal(shown, CostChart.Percent(saving));

    [Fact]
    public void Several_skills_are_a_table_of_at_most_eighty_columns_without_colour_in_a_pipe()
    {
        var lines = Written(static console => CostTable.Write([Large, Small], console));

        Assert.All(lines, static line => Assert.InRange(line.Length, 0, ResultConsole.LayoutWidth));
        Assert.Equal(
            [
                "SKILL                    TOOLS  SCHEMAS  ENTRY   PAGE  TOOL  IDLE  1 CALL     10",
                "large                       32    6,000    120  1,500   100  -98%    -71%   -56%",
                "small-server-with-a-na…      1      100    110    700    50  +10%   +760%  +760%",
            ],
            lines.Take(3));
    }

    [Fact]
    public void The_picture_is_an_svg_that_shows_each_skill_and_follows_light_and_dark()
    {
        var picture = CostPicture.Of([Large, Small with { Skill = "a<b&c" }]);

        var svg = XDocument.Parse(picture).Root!;
        var words = svg.Descendants().Where(static element => element.Name.LocalName == "text").Select(static text => text.Value).ToArray();
        Assert.Contains("large", words);
        Assert.Contains("a<b&c", words);
        Assert.Contains("a-name-too-long-for-…", WebUtility.HtmlDecode(CostPicture.Of([Large with { Skill = "a-name-too-long-for-its-row" }])), StringComparison.Ordinal);
        Assert.Contains("1,720−71%", words);
        Assert.Contains("860+760%", words);
        Assert.Contains("prefers-color-scheme: dark", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_s_table_has_a_row_for_each_skill() => Assert.Equal(
        """
        | server | tools | schemas | catalog entry | SKILL.md | one tool | idle | 1 call | 10 calls |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|
        | large | 32 | 6,000 | 120 | 1,500 | 100 | −98% | −71% | −56% |

        """.ReplaceLineEndings("\n"),
        CostTable.Markdown([Large]));

    [Theory]
    [InlineData("azure-devops")]
    [InlineData("chrome-devtools")]
    [InlineData("github")]
    [InlineData("heroku")]
    [InlineData("playwright")]
    [InlineData("shortcut")]
    public void A_server_of_twenty_five_tools_or_more_saves_sixty_percent_at_its_first_call_and_costs_little_idle(string server)
    {
        var cost = Cost(server);

        Assert.InRange(cost.Tools, 25, int.MaxValue);
        Assert.InRange(cost.Entry, 1, 120);
        Assert.InRange(cost.FirstCallSaving, 0.60, 1);
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void Ten_calls_of_ten_tools_of_a_small_server_cost_no_more_than_its_schemas(string server)
    {
        var cost = Cost(server);

        // Below that, a whole page costs more than a few short schemas.
        Assert.SkipUnless(cost is { Tools: >= 8 and <= 15, Schemas: >= 800 }, "It has fewer tools, or more.");
        Assert.InRange(cost.TenCallSaving, 0, 1);
    }

    private SkillCost Cost(string server)
    {
        Assert.SkipWhen(Corpus.Names.Count < 2, "There is no corpus.");
        var catalog = Corpus.Read(server);
        _folder.Write($"{server}/mcp-catalog.json", catalog);
        foreach (var (path, text) in Plans.Files(catalog, server))
        {
            _folder.Write($"{server}/{path}", text);
        }

        return SkillMeasurement.Of(_folder[server]);
    }

    private void WriteSkill()
    {
        _folder.Write("notes/SKILL.md", "---\nname: notes\ndescription: \"Keeps notes.\"\n---\n# Notes\n");
        _folder.Write("notes/mcp-catalog.json", """{"tools":[{"name":"a","title":"A"},{"name":"b"}]}""");
        _folder.Write("notes/references/a.md", "one");
        _folder.Write("notes/references/b.md", "one two three");
    }

    private static string[] Written(Action<Spectre.Console.IAnsiConsole> write)
    {
        using var text = new StringWriter();
        write(ResultConsole.On(text));
        return text.ToString().ReplaceLineEndings("\n").Split('\n');
    }
}
