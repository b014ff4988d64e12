using McpSkillGen.Cli.Planning;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Tests;

/// <summary>How many tools are sorted by what they are about.</summary>
public sealed class ToolGroupTests
{
    [Fact]
    public void Names_that_begin_alike_are_together() =>
        Assert.Equal(["pg: pg_info, pg_kill", "ps: ps_list, ps_scale", ": deploy"], Groups("pg_info ps_list pg_kill ps_scale deploy"));

    [Fact]
    public void What_most_names_begin_with_is_no_group() =>
        Assert.Equal(
            ["cookie: browser_cookie_get, browser_cookie_set", "video: browser_start_video, browser_stop_video, browser_video_chapter", ": browser_close, whoami"],
            Groups("browser_cookie_get browser_cookie_set browser_start_video browser_stop_video browser_video_chapter browser_close whoami"));

    [Fact]
    public void A_noun_that_names_share_is_a_group_with_the_words_that_always_stand_beside_it() =>
        Assert.Equal(
            ["issue: create_issue, list_issues", "pull request: get_pull_request, list_pull_requests, merge_pull_request_files", ": echo, whoami"],
            Groups("create_issue get_pull_request list_issues list_pull_requests merge_pull_request_files echo whoami"));

    [Fact]
    public void A_tool_joins_the_group_that_others_begin_with() =>
        Assert.Equal(["wiki: wiki, wiki_upsert_page, search_wiki", ": search_code, echo, whoami"], Groups("wiki wiki_upsert_page search_wiki search_code echo whoami"));

    [Fact]
    public void Every_tool_is_in_one_group()
    {
        const string Tools = "a_b b_a a_b_c list_a_b get_a c";

        Assert.Equal(
            Tools.Split(' ').Order(StringComparer.Ordinal),
            Groups(Tools).SelectMany(static group => group[(group.IndexOf(':', StringComparison.Ordinal) + 2)..].Split(", ")).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Groups(string tools)
    {
        var (catalog, _) = CatalogParser.Parse($$"""{"tools":[{{string.Join(',', tools.Split(' ').Select(static tool => $$"""{"name":"{{tool}}"}"""))}}]}""");
        return ToolGroup.Of([.. SkillReader.Read(catalog, new SkillName("x")).Skill.Tools])
            .Select(static group => $"{group.Title}: {string.Join(", ", group.Tools.Select(static tool => tool.Name.WireName))}");
    }
}
