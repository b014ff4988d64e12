using McpSkillGen.Cli.Rendering;
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
    public void A_real_server_has_two_references_per_tool_without_markup(string server)
    {
        var plan = Plans.Of(Corpus.Read(server), server);
        var files = Plans.Files(Corpus.Read(server), server);
        var references = files.Where(static file => file.Key.StartsWith("references/", StringComparison.Ordinal)).ToArray();

        Assert.Equal(2 * plan.Page.ToolCount, references.Length);
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
    public void Few_tools_are_listed_with_all_their_flags_so_that_no_other_page_is_needed()
    {
        var page = Plans.Files(Plans.Fixture("notes.json"), "notes")["SKILL.md"];

        Assert.Contains("- `add-note --text TEXT [--tags TEXT ...]`: Adds a note and answers with its number.\n", page, StringComparison.Ordinal);
        Assert.Contains("- `search-notes --query TEXT [--order oldest|newest]`: ", page, StringComparison.Ordinal);
        Assert.Contains("- `delete-note --id INTEGER`: Deletes a note by its number.\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_shows_every_flag_with_its_type_its_choices_and_its_shape()
    {
        const string Tool = """
            {"tools":[{"name":"plot","inputSchema":{"type":"object","required":["points"],"properties":{
              "points":{"type":"array","items":{"type":"object","required":["x"],"properties":{"x":{"type":"number"},"label":{"type":"string"}}}},
              "kind":{"enum":["line","bar","area","scatter","pie"]},"size":{"type":"object","properties":{"width":{"type":"integer"}}},"grid":{"type":"boolean"}}}}]}
            """;

        Assert.Contains(
            "- `plot --points {x: number, label?: string}[] [--kind line|bar|area|scatter|pie] [--size.width INTEGER] [--grid]`\n",
            Plans.Files(Tool, "x")["SKILL.md"],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_that_would_be_too_long_names_the_required_flags_and_the_page_with_the_others()
    {
        var optional = string.Join(',', Enumerable.Range(0, 40).Select(static i => $$$"""
            "optional_flag_{{{i}}}":{"type":"string"}
            """));
        var schema = $"{{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{{\"a\":{{\"type\":\"string\"}},{optional}}}}}";
        var page = Plans.Files($"{{\"tools\":[{{\"name\":\"plot\",\"inputSchema\":{schema}}}]}}", "x")["SKILL.md"];

        Assert.Contains("- `plot --a TEXT [flags]`\n", page, StringComparison.Ordinal);
        Assert.Contains("`[flags]` are in `references/TOOL.md`", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_tools_are_listed_by_name_only()
    {
        var page = Plans.Files(ManyTools(70), "many")["SKILL.md"];

        Assert.Contains("- all: `get-thing-number0`, `get-thing-number1`,", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Gets thing", page, StringComparison.Ordinal);
        Assert.Empty(SkillRules.Violations(page, "many"));
    }

    [Fact]
    public void A_thousand_tools_stay_within_the_limit_and_can_all_be_found()
    {
        var page = Plans.Files(ManyTools(1000), "many")["SKILL.md"];

        Assert.Contains("1. Choose one of 1000 tools, or search: `many list | grep -i WORD`. Its flags: `references/TOOL.md`.", page, StringComparison.Ordinal);
        Assert.Empty(SkillRules.Violations(page, "many"));
    }

    [Fact]
    public void Many_tools_are_listed_by_what_they_are_about()
    {
        var padding = string.Concat(Enumerable.Range(0, 60).Select(static i => $" zzz_{new string('x', 40)}{i}"));
        var names = "create_issue list_issues update_issue create_pull_request list_pull_requests merge_pull_request get_repository "
            + "search_repositories fork_repository jira_ping jira_pong whoami browse add_x add_y add_z";

        var page = Plans.Files(Tools((names + padding).Split(' ')), "many")["SKILL.md"];

        Assert.Contains(
            """
            - issue: `create-issue`, `list-issues`, `update-issue`
            - pull request: `create-pull-request`, `list-pull-requests`, `merge-pull-request`
            - repository: `get-repository`, `search-repositories`, `fork-repository`
            - jira: `jira-ping`, `jira-pong`
            - other: `whoami`, `browse`, `add-x`, `add-y`, `add-z`
            """,
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_tools_is_described_by_what_it_has()
    {
        var files = Plans.Files("""{"serverInfo":{"name":"library"},"capabilities":{"resources":{}},"tools":[]}""", "library");

        Assert.Contains("`library resources list`, `library resources read URI`", files["SKILL.md"], StringComparison.Ordinal);
        Assert.DoesNotContain("TOOL", files["SKILL.md"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_was_tried_is_said_to_work()
    {
        var plan = Plans.Of(Plans.Fixture("notes.json"), "notes");

        var page = SkillFiles.Render(plan.WithWorkedCall(plan.HarmlessCalls[0])).First().Text;

        Assert.Contains("2. Call it (tried, works):\n\n   ```bash\n   notes search-notes --query test\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("tried", Plans.Files(Plans.Fixture("notes.json"), "notes")["SKILL.md"], StringComparison.Ordinal);
    }

    [Fact]
    public void Only_tools_that_read_are_ever_tried()
    {
        const string Tools = """
            {"tools":[
              {"name":"delete_all"},{"name":"get_gun","annotations":{"destructiveHint":true}},{"name":"annotated","annotations":{"readOnlyHint":true}},
              {"name":"list_things"},{"name":"listen"},{"name":"make"}]}
            """;

        Assert.Equal(["annotated", "list-things"], Plans.Of(Tools, "x").HarmlessCalls.Select(static call => call.Command));
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
            "Needs the .NET 10 SDK for the first call on a machine, npx on PATH, the environment variable TOKEN (or a line in the skill's .env).",
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

            Tool of the skill `notes`; the server calls it `search_notes`.

            > Finds notes whose text or tags contain a word.

            Effects, according to the server: read-only.

            ```text
            notes search-notes --query TEXT [--order oldest|newest]
            ```

            ## Flags

            - `--query TEXT` (required): The word to look for
            - `--order oldest|newest` (default `"oldest"`)

            ## Example

            ```bash
            notes search-notes --query test
            notes call search-notes '{"query":"test"}'
            ```

            With `--json`, `structuredContent` has: total, notes.

            """.ReplaceLineEndings("\n"),
            page);
    }

    private static string ManyTools(int count) => Tools(Enumerable.Range(0, count).Select(static i => $"get_thing_number{i}"));

    private static string Tools(IEnumerable<string> names)
    {
        var tools = names.Select(static name => $$$"""{"name":"{{{name}}}","description":"Gets thing {{{name}}}.","inputSchema":{"type":"object"}}""");
        return $$"""{"serverInfo":{"name":"many"},"tools":[{{string.Join(',', tools)}}]}""";
    }
}
