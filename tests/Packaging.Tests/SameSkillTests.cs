using System.Text.Json.Nodes;
using Packaging.Tests.Support;

namespace Packaging.Tests;

/// <summary>The two ways to a skill, from packed packages: <c>dotnet new</c> with a first build, and <c>mcpgen scaffold</c>.</summary>
public sealed class SameSkillTests(FreshMachine machine)
{
    // The build's own entry, which mcpgen needs none of.
    private static readonly string[] OnlyInTemplate = ["notes.slnx"];

    [Fact]
    public async Task A_first_build_makes_what_mcpgen_scaffold_makes()
    {
        var folder = machine.CreateFolder();
        var skill = await machine.NewSkillAsync(folder, "notes", "--command", machine.Mcpgen, "--args", "sample-server");

        var built = (await machine.BuildAsync(skill, isNative: true)).Expect(0);
        (await machine.McpgenAsync(folder, "scaffold", "-o", "scaffolded", "--name", "notes", "--", machine.Mcpgen, "sample-server")).Expect(0);

        Assert.Contains("asking its server what it offers", built.Output, StringComparison.Ordinal);
        var (made, scaffolded) = (skill.Texts(), new NewSkill(Path.Combine(folder, "scaffolded", "notes")).Texts());
        Assert.Equal(scaffolded.Keys.Concat(OnlyInTemplate).Order(StringComparer.Ordinal), made.Keys);
        made["mcp-config.json"] = WithoutTimeout(made["mcp-config.json"]);
        scaffolded["mcp-config.json"] = WithoutTimeout(scaffolded["mcp-config.json"]);
        Assert.All(scaffolded, file => Assert.Equal(file.Value, made[file.Key]));
        Assert.Contains("Added note 1", (await machine.ExecutorAsync(skill, "add-note", "--text", "hello")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("hello", (await machine.ExecutorAsync(skill, "list-notes")).Expect(0).Output, StringComparison.Ordinal);
        (await machine.ExecutorAsync(skill, "stop")).Expect(0);
        (await machine.McpgenAsync(folder, "validate", skill.Folder)).Expect(0);
    }

    private static string WithoutTimeout(string config)
    {
        var json = JsonNode.Parse(config)!.AsObject();
        json.Remove("timeout");
        return json.ToJsonString();
    }
}
