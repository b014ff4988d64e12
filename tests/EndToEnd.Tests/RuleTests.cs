using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>Rules for calls, at every door that a call can come in by.</summary>
public sealed class RuleTests(SkillLibrary skills)
{
    [Fact]
    public async Task Forbidden_call_is_refused_at_every_door_and_reaches_the_server_by_none()
    {
        await using var skill = await OpenAsync("""[{"tools":["mark"],"do":"deny"}]""");

        var cold = (await skill.RunAsync("mark", "--name", "a")).Expect(7);
        Assert.Empty(skill.JournalLines("launch"));
        (await skill.RunAsync("pid")).Expect(0);
        var warm = (await skill.RunAsync("mark", "--name", "a")).Expect(7);
        (await skill.RunAsync("call", "mark", """{"name":"a"}""")).Expect(7);
        (await skill.RunAsync("--call", """{"tool":"mark","arguments":{"name":"a"}}""")).Expect(7);
        (await skill.RunAsync("mark", "--name", "a", "--no-keep-alive")).Expect(7);
        var batch = (await skill.ShellAsync("""echo '{"tool":"mark","arguments":{"name":"a"}}' | "$SKILL" batch -""")).Expect(1);

        Assert.Contains("""The rule is "deny mark", """ + Path.Combine(skill.Folder, "mcp-config.json:1:"), cold.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was started or sent", cold.Error, StringComparison.Ordinal);
        Assert.Contains("A rule forbids this call; nothing was sent.", warm.Error, StringComparison.Ordinal);
        Assert.Equal(7, (int)JsonNode.Parse(batch.Output)!["exitCode"]!);
        Assert.Empty(skill.JournalLines("mark"));
    }

    [Fact]
    public async Task Typed_client_is_held_to_the_rules_too()
    {
        await using var skill = await skills.OpenSampleAsync();
        skill.Configure(static config => config["rules"] = JsonNode.Parse("""[{"tools":["@destructive"],"do":"deny"}]"""));
        (await skill.RunAsync("list")).Expect(0);
        var script = Path.Combine(skill.Scratch, "delete.cs");
        await File.WriteAllTextAsync(
            script,
            $$"""
            #:package McpSkillGen@{{skill.OfferPackage()}}
            #:property McpSkills={{skill.Folder}}
            using McpSkillGen.Runtime;
            using Skills;

            await using var notes = NotesSampleSkill.Connect();
            try
            {
                await notes.DeleteNoteAsync(new() { Id = 1 });
            }
            catch (SkillException e)
            {
                Console.WriteLine((int)e.ExitCode);
            }
            """,
            TestContext.Current.CancellationToken);

        Assert.Equal("7\n", (await skill.ProgramAsync("dotnet", "run", script)).Expect(0).Output);
    }

    [Fact]
    public async Task Dry_run_prints_the_request_and_the_rule_and_starts_nothing()
    {
        await using var skill = await OpenAsync("""[{"tools":["mark"],"when":{"properties":{"name":{"pattern":"^b"}}},"do":"ask"}]""");

        var asked = JsonNode.Parse((await skill.RunAsync("mark", "--name", "bob", "--dry-run")).Expect(0).Output)!;
        var allowed = JsonNode.Parse((await skill.RunAsync("call", "mark", """{"name":"ann"}""", "--dry-run")).Expect(0).Output)!;

        Assert.Equal("""{"method":"tools/call","params":{"name":"mark","arguments":{"name":"bob"}}}""", asked["request"]!.ToJsonString());
        Assert.Equal("ask", (string?)asked["decision"]);
        Assert.StartsWith("mcp-config.json:1:", (string?)asked["place"], StringComparison.Ordinal);
        Assert.Equal("allow", (string?)allowed["decision"]);
        Assert.Empty(skill.Hosts());
        Assert.Empty(skill.JournalLines("launch"));
    }

    [Fact]
    public async Task Person_agrees_in_a_terminal_of_their_own_and_the_agents_next_call_is_let_through_once()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "needs script(1), which makes a terminal");
        await using var skill = await OpenAsync("""[{"tools":["mark"],"do":"ask"}]""");
        var refused = (await skill.RunAsync("mark", "--name", "ann")).Expect(7).Error;
        var command = refused.Split('\n').Single(static line => line.Contains(" approve ", StringComparison.Ordinal)).Trim();
        Assert.Contains($"To agree: {command}\n", (await skill.RunAsync("approve")).Expect(0).Output, StringComparison.Ordinal);

        (await skill.ShellAsync(command)).Expect(7);
        (await skill.RunAsync("mark", "--name", "ann")).Expect(7);
        var shown = (await skill.ShellAsync($"echo y | script --quiet --return --command '{command}' /dev/null")).Expect(0).Output;

        Assert.Equal("marked\n", (await skill.RunAsync("mark", "--name", "ann")).Expect(0).Output);
        (await skill.RunAsync("mark", "--name", "ann")).Expect(7);
        Assert.Contains("name: \"ann\"", shown, StringComparison.Ordinal);
        Assert.Single(skill.JournalLines("mark"));
    }

    [Theory]
    [InlineData("y", 0)]
    [InlineData("n", 7)]
    public async Task Person_at_the_callers_terminal_is_asked_there(string answer, int exitCode)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "needs script(1), which makes a terminal");
        await using var skill = await OpenAsync("""[{"tools":["mark"],"do":"ask"}]""");

        var ran = (await skill.ShellAsync($$"""echo {{answer}} | script --quiet --return --command '"$SKILL" mark --name ann' /dev/null""")).Expect(exitCode);

        Assert.Contains("A rule of this skill asks before this call", ran.Output, StringComparison.Ordinal);
        Assert.Equal(exitCode == 0 ? 1 : 0, skill.JournalLines("mark").Count);
    }

    [Fact]
    public async Task Audit_names_the_program_that_called()
    {
        await using var skill = await OpenAsync("[]");
        skill.Configure(static config => config["audit"] = true);
        (await skill.RunAsync("mark", "--name", "secret-name")).Expect(0);
        (await skill.RunAsync("fail")).Expect(1);

        // A line is written when the caller has its answer.
        var audit = Path.Combine(skill.Root, "state", "audit");
        await Eventually.TrueAsync(() => Directory.GetFiles(audit).SelectMany(File.ReadLines).Count() == 2, "both calls are in the audit");
        var lines = (await skill.RunAsync("audit", "5", "--json")).Expect(0).Output.TrimEnd().Split('\n').Select(static line => JsonNode.Parse(line)!).ToArray();
        var table = (await skill.RunAsync("audit")).Expect(0).Output;

        Assert.Equal([("mark", "succeeded"), ("fail", "tool error")], lines.Select(static line => ((string?)line["tool"], (string?)line["outcome"])));
        Assert.All(lines, line => Assert.Equal(skill.Programs[0], (string?)line["caller"]!["program"]));
        Assert.Contains("tool error", table, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-name", table + lines[0].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_description_is_refused_until_sync_took_it_over()
    {
        await using var skill = await OpenAsync("[]");
        skill.Configure(static config => config["drift"] = "refuse");
        var catalog = Path.Combine(skill.Folder, "mcp-catalog.json");
        File.WriteAllText(catalog, File.ReadAllText(catalog).Replace("Leaves its name in the journal", "Reads", StringComparison.Ordinal));

        Assert.Contains("its description changed", (await skill.RunAsync("mark", "--name", "a")).Expect(7).Error, StringComparison.Ordinal);
        (await skill.McpgenAsync("sync", skill.Folder, "--trust", "--check")).Expect(0);
        Assert.Contains("~ mark\n    its description changed\n", (await skill.McpgenAsync("sync", skill.Folder, "--trust", "--check", "--descriptions")).Expect(1).Output, StringComparison.Ordinal);
        (await skill.McpgenAsync("sync", skill.Folder, "--trust")).Expect(0);
        (await skill.RunAsync("mark", "--name", "a")).Expect(0);
    }

    private async Task<SkillSandbox> OpenAsync(string rules)
    {
        var skill = await skills.OpenFaultAsync(config => config["rules"] = JsonNode.Parse(rules));
        skill.SetVariable("MCP_SKILL_STATE_DIR", Path.Combine(skill.Root, "state"));
        return skill;
    }
}
