using System.Text.Json;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Sharing;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Tests;

/// <summary>A repository that installers take skills from.</summary>
public sealed class PluginTests : IDisposable
{
    // Agent Plugins 1.0.0: nothing else may be in plugin.json.
    private static readonly string[] AgentPluginKeys = ["$schema", "name", "version", "description", "author", "homepage", "repository", "license", "keywords", "extensions"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Skills_are_copied_without_secrets_and_listed_in_every_manifest()
    {
        var skill = MakeSkill();

        Assert.Equal(["notes"], Make("team").Write([skill], name: null, owner: "Example Ltd", version: "1.2.0"));

        Assert.Equal(
            [".claude-plugin/marketplace.json", ".claude-plugin/plugin.json", "plugin.json", "skills/notes/SKILL.md", "skills/notes/mcp-catalog.json", "skills/notes/mcp-config.json"],
            _folder.Files("team").Where(static file => !file.StartsWith(".mcp-skill/", StringComparison.Ordinal)));
        Assert.Single(_folder.Files("team/.mcp-skill"));
        using var agents = Read("plugin.json");
        Assert.Subset(AgentPluginKeys.ToHashSet(), agents.RootElement.EnumerateObject().Select(static member => member.Name).ToHashSet());
        Assert.Equal(("https://agent-plugins.org/schemas/1.0.0/plugin.schema.json", "team", "1.2.0"), (Text(agents, "$schema"), Text(agents, "name"), Text(agents, "version")));
        using var market = Read(".claude-plugin/marketplace.json");
        Assert.Equal("Example Ltd", market.RootElement.GetProperty("owner").GetProperty("name").GetString());
        Assert.Equal("./", market.RootElement.GetProperty("plugins")[0].GetProperty("source").GetString());
        using var claude = Read(".claude-plugin/plugin.json");
        Assert.Equal("team", Text(claude, "name"));
    }

    [Fact]
    public void Made_again_it_keeps_the_skills_that_are_in_it()
    {
        Make("team").Write([MakeSkill()], "team", owner: null, version: null);

        Assert.Equal(["notes"], Make("team").Write([], "team", owner: null, version: null));
    }

    [Fact]
    public void A_name_that_installers_refuse_is_refused_here() =>
        Assert.Contains("--name", Assert.Throws<SkillException>(() => Make("My Team").Write([MakeSkill()], null, null, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_skills_there_is_no_plugin() =>
        Assert.Equal(ExitCode.WrongArguments, Assert.Throws<SkillException>(() => Make("team").Write([], null, null, null)).ExitCode);

    private Plugin Make(string folder) => new(_folder[folder], CarriedPackage.Read(_folder.Write("McpSkillGen.1.2.3.nupkg", "a package")));

    private SkillOnDisk MakeSkill()
    {
        _folder.Write("source/notes/SKILL.md", "---\nname: notes\n---\n");
        _folder.Write("source/notes/mcp-config.json", "{}");
        _folder.Write("source/notes/mcp-catalog.json", """{ "tools": [] }""");
        _folder.Write("source/notes/.env", "TOKEN=secret\n");
        return SkillOnDisk.At(_folder["source/notes"])!;
    }

    private JsonDocument Read(string file) => JsonDocument.Parse(_folder.Read($"team/{file}"));

    private static string? Text(JsonDocument json, string member) => json.RootElement.GetProperty(member).GetString();
}
