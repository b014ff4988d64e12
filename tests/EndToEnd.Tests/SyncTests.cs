using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary><c>mcpgen sync</c>: a server that changed since its skill was made.</summary>
public sealed class SyncTests(SkillLibrary skills)
{
    [Fact]
    public async Task A_skill_that_is_as_its_server_passes_the_check()
    {
        await using var skill = await skills.OpenFaultAsync();
        ChangeCatalog(skill, static tools => tools.First(static tool => (string?)tool!["name"] == "echo")!["description"] = "Other words");

        var ran = (await skill.McpgenAsync("sync", skill.Folder, "--trust", "--check")).Expect(0);

        Assert.Equal("The server's tools are the same as the skill's.\n", ran.Output);
    }

    [Fact]
    public async Task A_difference_fails_the_check_says_what_breaks_and_touches_nothing()
    {
        await using var skill = await skills.OpenFaultAsync();
        MakeOlder(skill);
        var before = Contents(skill.Folder);

        var ran = (await skill.McpgenAsync("sync", skill.Folder, "--trust", "--check")).Expect(1);

        Assert.Equal(
            """
            - shout: gone  (breaking)
            ~ echo
                message: is required now  (breaking)
            + add: new
            3 tools differ; 2 may break callers.

            """,
            ran.Output);
        Assert.Equal(before, Contents(skill.Folder));
        var changes = JsonNode.Parse((await skill.McpgenAsync("sync", skill.Folder, "--trust", "--check", "--json")).Expect(1).Output)!.AsArray();
        Assert.Equal(["shout", "echo", "add"], changes.Select(static change => (string?)change!["tool"]));
    }

    [Fact]
    public async Task Sync_makes_the_skill_anew_and_its_next_call_uses_what_is_new()
    {
        await using var skill = await skills.OpenFaultAsync();
        MakeOlder(skill);
        File.WriteAllText(Path.Combine(skill.Folder, "NOTES.md"), "a person's own");

        (await skill.McpgenAsync("sync", skill.Folder, "--trust")).Expect(0);

        (await skill.McpgenAsync("sync", skill.Folder, "--trust", "--check")).Expect(0);
        Assert.Equal("5\n", (await skill.RunAsync("add", "--a", "2", "--b", "3")).Expect(0).Output);
        Assert.Equal("a person's own", File.ReadAllText(Path.Combine(skill.Folder, "NOTES.md")));
    }

    [Fact]
    public async Task A_folder_that_is_no_skill_is_told_with_what_was_expected()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.McpgenAsync("sync", skill.Scratch)).Expect(2);

        Assert.Contains("is not a skill that mcpgen made; expected a folder with mcp-config.json and mcp-catalog.json", ran.Error, StringComparison.Ordinal);
    }

    // As if the skill had been made when the server had one tool more, one less, and asked less of a third.
    private static void MakeOlder(SkillSandbox skill) => ChangeCatalog(skill, static tools =>
    {
        tools.Remove(tools.First(static tool => (string?)tool!["name"] == "add"));
        tools.First(static tool => (string?)tool!["name"] == "echo")!["inputSchema"]!["required"] = new JsonArray();
        tools.Add(new JsonObject { ["name"] = "shout", ["inputSchema"] = new JsonObject { ["type"] = "object" } });
    });

    private static void ChangeCatalog(SkillSandbox skill, Action<JsonArray> change)
    {
        var file = Path.Combine(skill.Folder, "mcp-catalog.json");
        var catalog = JsonNode.Parse(File.ReadAllText(file))!;
        change(catalog["tools"]!.AsArray());
        File.WriteAllText(file, catalog.ToJsonString());
    }

    private static Dictionary<string, string> Contents(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Where(static file => !Path.GetFileName(file).StartsWith(".mcp.", StringComparison.Ordinal))
        .ToDictionary(static file => file, static file => $"{new FileInfo(file).Length} {File.GetLastWriteTimeUtc(file):O}");
}
