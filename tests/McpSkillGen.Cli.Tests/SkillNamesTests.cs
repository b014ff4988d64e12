using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Schema.Catalog;

namespace McpSkillGen.Cli.Tests;

public sealed class SkillNamesTests
{
    [Theory]
    [InlineData("My Server", "ignored", "my-server")]
    [InlineData(null, "GitHub_Copilot", "git-hub-copilot")]
    [InlineData("claude-notes", null, "notes")]
    [InlineData("ClaudeNotes", null, "notes")]
    [InlineData("anthropic", null, "skill")]
    [InlineData("@scope/thing", null, "scope-thing")]
    public void A_config_names_its_skill(string? stated, string? key, string expected) =>
        Assert.Equal(expected, SkillNames.From(Source(stated, key))!.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void Without_a_name_only_the_server_can_tell(string? stated) => Assert.Null(SkillNames.From(Source(stated, null)));

    [Fact]
    public void The_server_s_own_name_is_the_last_choice() =>
        Assert.Equal("mcp-servers-everything", SkillNames.From(Catalog("""{"serverInfo":{"name":"mcp-servers/everything"}}""")).Value);

    [Fact]
    public void A_server_without_a_name_asks_for_one_in_the_config()
    {
        var failure = Assert.Throws<SkillException>(() => SkillNames.From(Catalog("{}")));

        Assert.Equal(ExitCode.WrongEnvironment, failure.ExitCode);
        Assert.Contains("\"name\": \"my-skill\"", failure.Message, StringComparison.Ordinal);
    }

    private static ServerSource Source(string? name, string? key) => new(key, new SkillConfig { Name = name }, "/", null, []);

    private static ServerCatalog Catalog(string json) => CatalogParser.Parse(json).Catalog;
}
