using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests.Rules;

/// <summary>What the host lets through, asks about and refuses.</summary>
public sealed class CallRuleTests
{
    private const string Ann = """{"name":"ann"}""";

    [Fact]
    public void Call_that_a_rule_forbids_ends_with_the_rules_place_and_never_reaches_the_server()
    {
        using var skill = new RuledSkill("""[{"tools":["mar*"],"do":"deny"}]""");

        var message = skill.Refused("mark", Ann);

        Assert.Contains($"""The rule is "deny mar*", {skill.Skill.Folder.ConfigFile}:1:""", message, StringComparison.Ordinal);
        Assert.Equal("hi", skill.Admitted("echo", """{"message":"hi"}"""));
        Assert.Empty(skill.Marks);
    }

    [Fact]
    public void Condition_decides_by_the_arguments()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"when":{"properties":{"name":{"pattern":"^/etc/"}},"required":["name"]},"do":"deny"}]""");

        skill.Refused("mark", """{"name":"/etc/passwd"}""");
        skill.Admitted("mark", Ann);

        Assert.Equal(["ann"], skill.Marks);
    }

    [Fact]
    public void Arguments_that_two_servers_would_read_differently_are_refused()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"when":{"properties":{"name":{"const":"b"}}},"do":"deny"}]""");
        using var client = skill.Connect();

        client.Call(1, "mark", """{"name":"b","name":"a"}""");
        client.Request(2, "tools/call", """{"name":"mark","arguments":{"name":"b"},"name":"echo"}""");

        Assert.Equal(ExitCode.WrongArguments, client.ExpectFailure(1).ExitCode);
        Assert.Equal(ExitCode.WrongArguments, client.ExpectFailure(2).ExitCode);
        Assert.Empty(skill.Marks);
    }

    [Fact]
    public void What_is_judged_is_what_the_server_gets()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"when":{"properties":{"name":{"const":"b"}}},"do":"deny"}]""");
        using var client = skill.Connect();

        client.Call(1, "mark", """{"name":"b\ud800"}""");

        Assert.Equal(ExitCode.WrongArguments, client.ExpectFailure(1).ExitCode);
        Assert.Empty(skill.Marks);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("10e-1")]
    [InlineData("1.000000000000000000000000000000000000000000000")]
    [InlineData("0.1E1")]
    public void Number_is_the_same_however_it_is_written(string one)
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"when":{"properties":{"n":{"const":1}},"required":["n"]},"do":"deny"}]""");

        skill.Refused("mark", $$"""{"name":"a","n":{{one}} }""");
    }

    [Theory]
    [InlineData("1001")]
    [InlineData("1.001e3")]
    [InlineData("1e400")]
    [InlineData("100000000000000000000000000000000000")]
    [InlineData("\"1001\"")]
    [InlineData("[1001]")]
    [InlineData("null")]
    public void Number_over_a_limit_is_forbidden_however_it_is_written_and_so_is_what_is_no_number(string amount)
    {
        using var skill = new RuledSkill(
            """[{"tools":["mark"],"when":{"properties":{"n":{"type":"number","maximum":1000}},"required":["n"]},"do":"allow"},{"tools":["mark"],"do":"deny"}]""");

        skill.Refused("mark", $$"""{"name":"a","n":{{amount}} }""");
    }

    [Theory]
    [InlineData("MARK")]
    [InlineData("m\\u0061rk")]
    public void Name_is_the_same_in_other_letters_and_however_it_is_escaped(string name)
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"do":"deny"}]""");
        using var client = skill.Connect();

        client.Request(1, "tools/call", $$"""{"name":"{{name}}","arguments":{"name":"a"} }""");

        Assert.Equal(ExitCode.NotAllowed, client.ExpectFailure(1).ExitCode);
    }

    [Fact]
    public void Expression_that_takes_too_long_counts_as_if_the_condition_held()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"when":{"properties":{"name":{"pattern":"^(a+)+$"}}},"do":"deny"}]""");

        var message = skill.Refused("mark", $$"""{"name":"{{new string('a', 40)}}!"}""");

        Assert.Contains("could not be told, so it counts", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"destructiveHint":true}""", "look", "{}")]
    [InlineData("""{"readOnlyHint":true}""", "mark", Ann)]
    public void Server_that_says_something_else_now_than_when_the_skill_was_made_loosens_nothing(string committed, string tool, string arguments)
    {
        // Now "look" is read-only, and nothing is said of "mark", which therefore may destroy.
        using var skill = new RuledSkill("""[{"tools":["@destructive"],"do":"deny"}]""")
            .Committed(described => described["annotations"] = System.Text.Json.Nodes.JsonNode.Parse(committed), tool);

        skill.Refused(tool, arguments);
    }

    [Fact]
    public void Tool_is_known_by_its_command_too()
    {
        using var skill = new RuledSkill("""[{"tools":["set-mark"],"do":"deny"}]""").Committed(static tool => tool["name"] = "setMark");

        Assert.Contains("deny set-mark", skill.Refused("setMark", "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_in_a_rule_that_is_no_tools_is_told_to_the_next_caller()
    {
        using var skill = new RuledSkill("""[{"tools":["makr"],"do":"deny"}]""").Committed(static _ => { });
        using var client = skill.Host.Connect();

        client.Hello(skill.Skill.Fingerprint);

        Assert.Contains("no tool of this skill is called 'makr'", ((WelcomeMessage)HostMessage.Parse(client.Expect(FrameKind.Welcome)).Message!).Note, StringComparison.Ordinal);
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
    }

    [Fact]
    public void Person_at_the_terminal_is_shown_the_call_and_decides()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"do":"ask"}]""");
        using var client = skill.Connect();

        client.CallWithPerson(1, "mark", """{"name":"\u001b[2Jann\u202e"}""");
        var asked = Approval(client.Expect(FrameKind.Approval, 1));
        client.Send(FrameKind.Reply, 1, $$"""{"id":{{asked.Question}},"result":{"action":"decline"} }""");
        Assert.Equal(ExitCode.NotAllowed, client.ExpectFailure(1).ExitCode);
        Assert.Empty(skill.Marks);

        client.CallWithPerson(2, "mark", Ann);
        var again = Approval(client.Expect(FrameKind.Approval, 2));
        client.Send(FrameKind.Reply, 2, $$"""{"id":{{again.Question}},"result":{"action":"accept"} }""");
        client.Expect(FrameKind.Accepted, 2);
        client.Expect(FrameKind.Result, 2);

        Assert.Equal(["ann"], skill.Marks);
        Assert.Contains("tool mark", TextOf(asked), StringComparison.Ordinal);
        Assert.Contains("\\\\u001b[2Jann", TextOf(asked), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', TextOf(asked));
    }

    [Fact]
    public void Person_sees_letters_where_the_arguments_have_escapes_and_how_much_is_not_shown()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"do":"ask"}]""");
        using var client = skill.Connect();

        client.CallWithPerson(1, "mark", $$"""{"name":"\u0072\u006d -rf \/","text":"{{new string('x', 3000)}}"}""");
        var asked = TextOf(Approval(client.Expect(FrameKind.Approval, 1)));

        Assert.Contains("rm -rf /", asked, StringComparison.Ordinal);
        Assert.Contains("… and 1,002 more characters", asked, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_expression_ends_the_start_with_its_place()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"when":{"properties":{"name":{"pattern":"(a"}}},"do":"deny"}]""");
        using var host = Support.TestHost.Start(skill.Skill);

        var failure = Support.TestClient.FailureIn(System.Text.Encoding.UTF8.GetBytes(host.FirstLine!["FAILED ".Length..]));

        Assert.Equal(ExitCode.WrongEnvironment, failure.ExitCode);
        Assert.Matches(@"^mcp-config\.json:1:\d+: error: the pattern \(a cannot be read", failure.Message);
    }

    [Fact]
    public void Dry_run_prints_the_request_and_the_rule_and_starts_nothing()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"do":"ask"}]""");
        using var role = Support.TestHost.Launch(skill.Skill, ["judge", "--skill", skill.Skill.Folder.Root]);
        role.StandardInput.Write("""{"name":"mark","arguments":{"name":"ann"}}""");
        role.StandardInput.Close();

        var judgement = System.Text.Json.Nodes.JsonNode.Parse(role.StandardOutput.ReadToEnd())!;
        role.WaitForExit();

        Assert.Equal("ann", (string?)judgement["request"]!["params"]!["arguments"]!["name"]);
        Assert.Equal("ask", (string?)judgement["decision"]);
        Assert.StartsWith("mcp-config.json:1:", (string?)judgement["place"], StringComparison.Ordinal);
        Assert.Empty(skill.Skill.ServerIds);
    }

    private static ApprovalMessage Approval(Frame frame) => (ApprovalMessage)HostMessage.Parse(frame).Message!;

    private static string TextOf(ApprovalMessage asked) => System.Text.Encoding.UTF8.GetString(asked.Params.Span);
}
