using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>Servers that take long to start, because they install first, or wait for something that never comes.</summary>
public sealed class StartTests
{
    [Fact]
    public void Start_that_takes_too_long_is_told_with_the_key_and_the_servers_words()
    {
        using var skill = Installing().With("start_timeout", 1.5);
        var (exitCode, output, errors) = TestHost.Introspect(skill);
        Assert.Equal((4, ""), (exitCode, output));
        Assert.Contains("The server did not get ready within 1.5 s. Its last lines on standard error:\n  installing 120 packages", errors, StringComparison.Ordinal);
        Assert.Contains("set \"start_timeout\" in mcp-config.json to more than 1.5 seconds", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_of_several_attempts_is_told_with_the_limit_of_them_all()
    {
        // Leaves the first time, as servers do that do not know the first question, and is silent the second time.
        using var skill = Installing().With("start_timeout", 2);
        skill.Config["args"] = new JsonArray("-c", "mkdir \"$0/left\" 2>/dev/null && sleep 0.5 && exit; exec sleep 1000", skill.Folder.Root);
        Assert.Contains("The server did not get ready within 2 s", TestHost.Introspect(skill).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Variable_overrides_the_config()
    {
        using var skill = Installing().With("start_timeout", 1000);
        var (exitCode, _, errors) = TestHost.Introspect(skill, ("MCP_SKILL_START_TIMEOUT", "1.5"));
        Assert.Equal(4, exitCode);
        Assert.Contains("did not get ready within 1.5 s", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Person_who_waits_sees_what_the_server_says_and_an_agent_only_that_it_starts(bool isPerson)
    {
        using var skill = Installing();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Action<uint, string, string> call = isPerson ? client.CallWithPerson : (id, tool, arguments) => client.Call(id, tool, arguments);
        call(1, "echo", "{}");
        var told = (string)JsonNode.Parse(client.Expect(FrameKind.Log, 1).Payload.Span)!["data"]!;
        Assert.StartsWith("still starting sh", told, StringComparison.Ordinal);
        Assert.Equal(isPerson, told.EndsWith("s: installing 120 packages", StringComparison.Ordinal));
    }

    private static TempSkill Installing()
    {
        var skill = new TempSkill();
        skill.Config["args"] = new JsonArray("-c", "echo installing 120 packages >&2; exec sleep 1000");
        return skill.With("command", "sh");
    }
}
