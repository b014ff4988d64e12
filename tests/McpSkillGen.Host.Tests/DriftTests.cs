using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>A server that is no longer what the executor was made from.</summary>
public sealed class DriftTests
{
    private const string Echo = """{"name":"echo","description":"Other words","inputSchema":{"type":"object","properties":{"message":{"type":"string"}},"required":["message"]}}""";

    [Fact]
    public void Difference_is_told_to_one_caller_and_stays_in_the_status()
    {
        using var skill = Skill("""{"name":"gone"}""", Echo.Replace("string", "integer", StringComparison.Ordinal));
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("echo", """{"message":"hi"}""");
        Eventually.True(() => (string?)client.Ask("status")["drift"] is not null, "the host has compared");

        Assert.Equal("removed gone; changed echo", (string?)client.Ask("status")["drift"]);
        Assert.Equal(
            $"The server has changed since this skill was made: removed gone; changed echo. See 'mcpgen sync {skill.Folder.Root} --check'.", Note(host, skill));
        Assert.Null(Note(host, skill));
        Assert.Equal(1, (int)client.Ask("status")["calls"]!);
    }

    [Fact]
    public void Server_that_says_that_its_tools_have_changed_is_compared_again()
    {
        using var skill = Skill(Echo, """{"name":"grow","inputSchema":{"type":"object"}}""");
        skill.With("tools", new JsonObject { ["include"] = new JsonArray("echo", "grow*", "grown") });
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("echo", """{"message":"hi"}""");
        Eventually.True(() => skill.HostLog.Contains("The server's tools match the skill's.", StringComparison.Ordinal), "the host has compared");

        client.CallForText("grow", id: 2);

        Eventually.True(() => (string?)client.Ask("status")["drift"] is "added grown", "the host has compared again");
    }

    [Fact]
    public void Words_are_no_difference_and_nobody_is_told()
    {
        using var skill = Skill(Echo);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("echo", """{"message":"hi"}""");
        Eventually.True(() => skill.HostLog.Contains("The server's tools match the skill's.", StringComparison.Ordinal), "the host has compared");

        Assert.Null(Note(host, skill));
    }

    [Fact]
    public void Catalog_that_cannot_be_read_is_no_reason_to_fail()
    {
        using var skill = Skill("not JSON");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();

        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
        Eventually.True(() => skill.HostLog.Contains("could not be compared", StringComparison.Ordinal), "the host has tried to compare");
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}""", id: 2));
    }

    private static TempSkill Skill(params string[] tools)
    {
        var skill = new TempSkill().With("tools", new JsonObject { ["include"] = new JsonArray("echo") });
        File.WriteAllText(skill.Folder.CatalogFile, $$"""{"tools":[{{string.Join(',', tools)}}]}""");
        return skill;
    }

    private static string? Note(TestHost host, TempSkill skill)
    {
        using var client = host.Connect();
        client.Hello(skill.Fingerprint);
        return ((WelcomeMessage)HostMessage.Parse(client.Expect(FrameKind.Welcome)).Message!).Note;
    }
}
