using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;

namespace McpSkillGen.Host.Tests;

/// <summary>What <c>mcpgen</c> makes catalogs of.</summary>
public sealed class IntrospectTests
{
    [Fact]
    public void Catalog_holds_every_page_and_the_items_as_the_server_sent_them()
    {
        using var skill = new TempSkill();
        var (exitCode, output, _) = TestHost.Introspect(skill);
        Assert.Equal(0, exitCode);
        var catalog = JsonNode.Parse(output)!.AsObject();
        Assert.Equal(
            ["protocolVersion", "serverInfo", "capabilities", "instructions", "tools", "resources", "resourceTemplates", "prompts"],
            catalog.Select(static member => member.Key));
        Assert.Equal("2025-11-25", (string?)catalog["protocolVersion"]);
        Assert.True((bool)catalog["capabilities"]!["x-odd"]!);
        Assert.Equal(27, catalog["tools"]!.AsArray().Count);
        Assert.True((bool)catalog["tools"]![14]!["x-vendor"]!["kept"]!);
        Assert.Equal(1, (int)catalog["resources"]![0]!["x-unknown"]!);
        Assert.Equal(2, catalog["resources"]!.AsArray().Count);
        Assert.Single(catalog["resourceTemplates"]!.AsArray());
        Assert.Equal(2, catalog["prompts"]!.AsArray().Count);
        Assert.Single(skill.Journalled("launch"));
    }

    [Fact]
    public void Output_is_the_same_each_time_with_unix_line_ends_and_readable_text()
    {
        using var skill = new TempSkill();
        var first = TestHost.Introspect(skill).Output;
        Assert.Equal(first, TestHost.Introspect(skill).Output);
        Assert.Contains("\"Für Tests. 测试\"", first, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', first);
        Assert.EndsWith("}\n", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_a_server_cut_and_metadata_of_the_wrong_type_refuse_nothing()
    {
        using var skill = new TempSkill("cut-texts");
        var catalog = JsonNode.Parse(TestHost.Introspect(skill).Output)!;
        Assert.Equal("Für Tests \uFFFD", (string?)catalog["instructions"]);
        Assert.Equal("cut \uFFFD", (string?)catalog["tools"]![0]!["description"]);
        Assert.Equal("string", (string?)catalog["tools"]![0]!["inputSchema"]!["properties"]!["\uFFFD"]!["type"]);
        Assert.Equal("48x48", (string?)catalog["serverInfo"]!["icons"]![0]!["sizes"]);
    }

    [Fact]
    public void What_a_server_declares_and_does_not_know_is_empty()
    {
        using var skill = new TempSkill("only-tools");
        var catalog = JsonNode.Parse(TestHost.Introspect(skill).Output)!;
        Assert.Empty(catalog["resources"]!.AsArray());
        Assert.Empty(catalog["resourceTemplates"]!.AsArray());
        Assert.Empty(catalog["prompts"]!.AsArray());
    }

    [Fact]
    public void Tools_that_the_config_leaves_out_are_left_out()
    {
        using var skill = new TempSkill().With("tools", JsonNode.Parse("""{"include":["notes-*","echo"],"exclude":["notes-add"]}""")!);
        var tools = JsonNode.Parse(TestHost.Introspect(skill).Output)!["tools"]!.AsArray();
        Assert.Equal(["echo", "notes-list"], tools.Select(static tool => (string?)tool!["name"]));
    }

    [Theory]
    [InlineData("exits-on-discover")]
    [InlineData("answers-discover-with-{}")]
    [InlineData("garbage-on-stdout")]
    [InlineData("ignore-eof-and-sigterm")]
    [InlineData("spawn-grandchild")]
    public void Odd_server_is_introspected_all_the_same_and_gone_afterwards(string mode)
    {
        using var skill = new TempSkill(mode);
        var (exitCode, output, errors) = TestHost.Introspect(skill);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(27, JsonNode.Parse(output)!["tools"]!.AsArray().Count);
        Assert.All(skill.ServerIds, id => Assert.False(ProcessTable.IsAlive(id)));
    }

    [Theory]
    [InlineData("exit-at-once", "30", "the licence file is missing")]
    [InlineData("never-answers", "1.5", "did not get ready within")]
    public void Server_that_cannot_be_reached_is_explained_on_standard_error_and_nothing_is_printed(string mode, string startTimeout, string reason)
    {
        using var skill = new TempSkill(mode);
        var (exitCode, output, errors) = TestHost.Introspect(skill, ("MCP_SKILL_START_TIMEOUT", startTimeout));
        Assert.Equal(4, exitCode);
        Assert.Empty(output);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_config_and_missing_command_are_exit_3()
    {
        using var skill = new TempSkill().With("command", "./no/such/server");
        var (exitCode, output, errors) = TestHost.Introspect(skill);
        Assert.Equal(3, exitCode);
        Assert.Empty(output);
        Assert.Contains($"'{skill.Folder.Root}/no/such/server' does not exist", errors, StringComparison.Ordinal);

        File.WriteAllText(skill.Folder.ConfigFile, "{}");
        Assert.Equal(3, TestHost.Introspect(skill).ExitCode);
    }
}
