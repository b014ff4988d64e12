using System.Text;
using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Tests;

public sealed class SkillPageTests
{
    [Theory]
    [InlineData("notes.json")]
    [InlineData("hostile.json")]
    public void SKILL_md_of_a_fixture_keeps_every_rule(string fixture) =>
        Assert.Empty(SkillRules.Violations(Plans.Files(Plans.Fixture(fixture), "the-skill")["SKILL.md"], "the-skill"));

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void SKILL_md_of_a_real_server_keeps_every_rule(string server)
    {
        var page = Plans.Files(Corpus.Read(server), server)["SKILL.md"];

        Assert.Empty(SkillRules.Violations(page, server));
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void A_real_server_has_one_reference_per_tool_without_markup(string server)
    {
        var plan = Plans.Of(Corpus.Read(server), server);
        var files = Plans.Files(Corpus.Read(server), server);
        var references = files.Where(static file => file.Key.StartsWith("references/", StringComparison.Ordinal)).ToArray();

        Assert.Equal(plan.Page.ToolCount, references.Length);
        Assert.All(references, static file =>
        {
            Assert.DoesNotContain(file.Value, static c => char.IsControl(c) && c != '\n');
            Assert.DoesNotContain("<script", file.Value, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("!`", file.Value, StringComparison.Ordinal);
            Assert.EndsWith("\n", file.Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Rendering_twice_gives_the_same_bytes()
    {
        var catalog = Plans.Fixture("notes.json");

        Assert.Equal(Plans.Files(catalog, "notes"), Plans.Files(catalog, "notes"));
    }

    [Fact]
    public void Up_to_fifteen_tools_are_listed_with_their_required_flags()
    {
        var page = Plans.Files(Plans.Fixture("notes.json"), "notes")["SKILL.md"];

        Assert.Contains("- `add-note --text TEXT [flags]`: Adds a note and answers with its number.\n", page, StringComparison.Ordinal);
        Assert.Contains("- `delete-note --id INTEGER`: Deletes a note by its number.\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_fifteen_tools_are_listed_by_name_only()
    {
        var page = Plans.Files(ManyTools(16), "many")["SKILL.md"];

        Assert.Contains("`get-thing-number0`, `get-thing-number1`,", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Gets thing", page, StringComparison.Ordinal);
        Assert.Empty(SkillRules.Violations(page, "many"));
    }

    [Fact]
    public void A_thousand_tools_stay_within_the_limit_and_can_all_be_found()
    {
        var page = Plans.Files(ManyTools(1000), "many")["SKILL.md"];

        Assert.Contains("Find any of the 1000 with `many list | grep -i WORD`.", page, StringComparison.Ordinal);
        Assert.Empty(SkillRules.Violations(page, "many"));
    }

    [Fact]
    public void The_worked_call_is_a_read_only_tool_with_its_required_flags() =>
        Assert.Equal("search-notes --query test", Plans.Of(Plans.Fixture("notes.json"), "notes").Page.Example);

    [Fact]
    public void The_config_s_description_overrides_the_generated_one()
    {
        var config = new SkillConfig { Command = "npx", Description = "Keeps <b>notes</b> --- all of them. Use when asked." };

        Assert.Equal("Keeps notes - all of them. Use when asked.", Plans.Of(Plans.Fixture("notes.json"), "notes", config).Page.Description);
    }

    [Fact]
    public void Compatibility_names_command_and_variables()
    {
        var config = new SkillConfig
        {
            Command = "npx",
            Environment = new Dictionary<string, string> { ["A"] = "${TOKEN}", ["B"] = "${REGION:-eu}", ["C"] = "${HOME}", ["D"] = "$${LITERAL}" },
        };

        Assert.Equal(
            "Built for linux-x64. Needs npx on PATH, the environment variable TOKEN (or a line in the skill's .env).",
            Plans.Of(Plans.Fixture("notes.json"), "notes", config).Page.Compatibility);
    }

    [Fact]
    public void Without_keep_alive_the_page_says_that_no_state_lasts()
    {
        var config = new SkillConfig { Command = "npx", KeepAlive = KeepAlive.Default with { Enabled = false } };

        Assert.Contains("no state lasts from one call to the next", Plans.Files(Plans.Fixture("notes.json"), "notes", config)["SKILL.md"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_shows_flags_defaults_and_both_ways_to_call()
    {
        var page = Plans.Files(Plans.Fixture("notes.json"), "notes")["references/search-notes.md"];

        Assert.Equal(
            """
            # search-notes

            Part of the skill `notes`; the server's name for it is `search_notes`.

            > Finds notes whose text or tags contain a word.

            Effects, by the server's own word: read-only.

            ```text
            notes search-notes --query TEXT [--order oldest|newest]
            ```

            ## Flags

            - `--query TEXT` (required): The word to look for
            - `--order oldest|newest` (default "oldest")

            ## Example

            ```bash
            notes search-notes --query test
            notes call search-notes '{"query":"test"}'
            ```

            With `--json`, `structuredContent` holds: total, notes.

            """.ReplaceLineEndings("\n"),
            page);
    }

    private static string ManyTools(int count)
    {
        var tools = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            tools.Append(i > 0 ? "," : "").Append($$$"""{"name":"get_thing_number{{{i}}}","description":"Gets thing {{{i}}}.","inputSchema":{"type":"object"}}""");
        }

        return $$"""{"serverInfo":{"name":"many"},"tools":[{{tools}}]}""";
    }
}
