using System.Text.Json.Nodes;

namespace McpSkillGen.Host.Tests.Rules;

/// <summary>Tools that are not what the skill was made from, under <c>"drift": "refuse"</c>.</summary>
public sealed class RefusedDriftTests
{
    private const string Ann = """{"name":"ann"}""";

    [Fact]
    public void Tool_as_it_was_is_called()
    {
        using var skill = Pinned(static _ => { });

        Assert.Equal("marked", skill.Admitted("mark", Ann));
    }

    [Theory]
    [InlineData("description", "\"Was harmless\"", "its description changed")]
    [InlineData("inputSchema", """{"type":"object","properties":{"name":{"type":"string","enum":["a"]}},"required":["name"]}""", "name: may be any value now")]
    [InlineData("inputSchema", """{"type":"object","properties":{"name":{"type":"string","description":"Not a path"}},"required":["name"]}""", "its inputSchema.properties.name.description changed")]
    [InlineData("annotations", """{"readOnlyHint":true}""", "its annotations changed")]
    public void Tool_that_has_changed_is_refused_until_a_person_has_taken_the_change_over(string member, string before, string told)
    {
        using var skill = Pinned(tool => tool[member] = JsonNode.Parse(before));

        var message = skill.Refused("mark", Ann);
        skill.Committed(static _ => { });
        skill.Admitted("mark", Ann);

        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.Contains("mcpgen sync", message, StringComparison.Ordinal);
        Assert.Equal(["ann"], skill.Marks);
    }

    [Fact]
    public void Tool_that_is_new_is_refused_and_so_is_one_that_came_during_the_hosts_life()
    {
        using var skill = Pinned(static tool => tool["name"] = "another");

        Assert.Contains("it is new", skill.Refused("mark", Ann), StringComparison.Ordinal);
        skill.Admitted("grow", "{}");
        Assert.Contains("it is new", skill.Refused("grown", "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tool_that_the_server_no_longer_lists_is_refused()
    {
        using var skill = Pinned(static tool => tool.Parent!.AsArray().Add(JsonNode.Parse("""{"name":"hidden","inputSchema":{"type":"object"}}""")));

        Assert.Contains("the server no longer lists it", skill.Refused("hidden", "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_catalog_every_tool_is_new()
    {
        using var skill = new RuledSkill().With("drift", "\"refuse\"");

        Assert.Contains("it is new", skill.Refused("mark", Ann), StringComparison.Ordinal);
    }

    private static RuledSkill Pinned(Action<JsonObject> change) => new RuledSkill().With("drift", "\"refuse\"").Committed(change);
}
