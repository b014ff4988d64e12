using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Cli.Tests;

/// <summary>What <c>mcpgen scaffold</c> proposes for tools that their server calls destructive.</summary>
public sealed class ProposedRuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ConfigFile => _folder["skills/notes/mcp-config.json"];

    [Fact]
    public async Task Rule_is_proposed_and_only_written_when_it_is_asked_for()
    {
        var proposed = await ScaffoldAsync();

        Assert.Contains("To have a person asked before each call, use --ask-destructive, or add to mcp-config.json: \"rules\": [", proposed, StringComparison.Ordinal);
        Assert.Empty(Read().Rules.Rules);

        await ScaffoldAsync("--ask-destructive");

        var rule = Assert.Single(Read().Rules.Rules);
        Assert.Equal("ask delete_note", rule.ToString());
        Assert.Equal(CallDecision.Ask, rule.Do);
    }

    [Fact]
    public async Task Rules_that_a_new_scaffold_would_lose_are_not_lost_without_a_word()
    {
        await ScaffoldAsync("--ask-destructive");

        Assert.Contains("The skill had rules for calls, and the new config has none", await ScaffoldAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> ScaffoldAsync(params string[] more)
    {
        var ended = await Mcpgen.RunAsync(_folder.Path, ["scaffold", "--no-build", "--name", "notes", .. more, "--", "dotnet", Mcpgen.Assembly, "sample-server"]);
        Assert.Equal(0, ended.ExitCode);
        return ended.Errors;
    }

    private SkillConfig Read() => ConfigReader.Read(File.ReadAllBytes(ConfigFile), ConfigFile).Require();
}
