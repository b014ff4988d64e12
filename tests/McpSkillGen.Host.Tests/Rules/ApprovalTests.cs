using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests.Rules;

/// <summary>Calls that wait for a person who is somewhere else.</summary>
public sealed class ApprovalTests
{
    private const string Asks = """[{"tools":["mark"],"do":"ask"}]""";
    private const string Ann = """{"name":"ann"}""";

    [Fact]
    public void Call_that_was_agreed_to_is_let_through_once()
    {
        using var skill = Anywhere();
        var id = RuledSkill.IdIn(skill.Refused("mark", Ann));

        Assert.Equal(0, skill.Approve(id).ExitCode);
        skill.Admitted("mark", """{ "name" : "\u0061nn" }""");
        skill.Refused("mark", Ann);

        Assert.Equal(["ann"], skill.Marks);
    }

    [Fact]
    public void Agreed_to_are_the_exact_arguments()
    {
        using var skill = Anywhere();

        Assert.Equal(0, skill.Approve(RuledSkill.IdIn(skill.Refused("mark", Ann))).ExitCode);
        skill.Refused("mark", """{"name":"bob"}""");
        skill.Refused("mark", """{"name":"ann","more":1}""");
        skill.Refused("mark", """{"name":"\u0430nn"}""");
        skill.Refused("mark", """{"name":["ann"]}""");
        skill.Refused("mark", """{"Name":"ann"}""");

        Assert.Empty(skill.Marks);
    }

    [Fact]
    public void Two_callers_that_come_at_once_share_one_agreement_in_one_call()
    {
        using var skill = Anywhere();
        Assert.Equal(0, skill.Approve(RuledSkill.IdIn(skill.Refused("mark", Ann))).ExitCode);
        using var client = skill.Connect();

        const uint Calls = 8;
        for (var id = 1u; id <= Calls; id++)
        {
            client.Call(id, "mark", Ann);
        }

        var ends = new List<FrameKind>();
        while (ends.Count < Calls)
        {
            if (client.Read()!.Value.Kind is (FrameKind.Result or FrameKind.Failure) and var end)
            {
                ends.Add(end);
            }
        }

        Assert.Single(ends, FrameKind.Result);
        Assert.Single(skill.Marks);
    }

    [Fact]
    public void Agreement_ends_by_time()
    {
        using var skill = Anywhere();
        Assert.Equal(0, skill.Approve(RuledSkill.IdIn(skill.Refused("mark", Ann))).ExitCode);

        Change(skill, static approval => approval["expires"] = DateTime.UtcNow.AddSeconds(-1).ToString("O"));
        skill.Refused("mark", Ann);

        Assert.Empty(skill.Marks);
    }

    [Fact]
    public void Agreement_for_a_time_lets_the_call_through_again_and_again_until_then()
    {
        using var skill = Anywhere();
        Assert.Equal(0, skill.Approve(RuledSkill.IdIn(skill.Refused("mark", Ann)), "--minutes", "5").ExitCode);

        skill.Admitted("mark", Ann);
        skill.Admitted("mark", Ann);
        Change(skill, static approval => approval["expires"] = DateTime.UtcNow.AddSeconds(-1).ToString("O"));
        skill.Refused("mark", Ann);

        Assert.Equal(["ann", "ann"], skill.Marks);
    }

    [Fact]
    public void Agreement_at_one_skill_is_none_at_another()
    {
        using var skill = Anywhere();
        using var other = Anywhere();
        other.Skill.Variables["MCP_SKILL_STATE_DIR"] = skill.StateFolder;
        var id = RuledSkill.IdIn(skill.Refused("mark", Ann));

        Assert.Equal(2, other.Approve(id).ExitCode);
        Assert.Equal(0, skill.Approve(id).ExitCode);
        other.Refused("mark", Ann);

        Assert.Empty(other.Marks);
    }

    [Fact]
    public void Without_a_terminal_nobody_agrees_unless_the_config_allows_it()
    {
        using var skill = new RuledSkill(Asks);
        var id = RuledSkill.IdIn(skill.Refused("mark", Ann));

        var (exitCode, _, errors) = skill.Approve(id);
        skill.Refused("mark", Ann);

        Assert.Equal(7, exitCode);
        Assert.Contains("Only a person at a terminal", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_calls_are_listed_and_are_the_users_alone()
    {
        using var skill = new RuledSkill(Asks);
        var id = RuledSkill.IdIn(skill.Refused("mark", """{"name":"ann\u001b\u202e"}"""));

        var (_, output, _) = skill.Run("approve", "--program", "notes");

        Assert.Contains($"{id}, 5", output, StringComparison.Ordinal);
        Assert.Contains("notes approve " + id, output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', output);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileOf(skill)));
        File.SetUnixFileMode(FileOf(skill), (UnixFileMode)0x1B6);
        Assert.Equal(2, skill.Approve(id).ExitCode);
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("")]
    public void Id_that_nobody_was_given_is_no_call(string id)
    {
        using var skill = Anywhere();

        Assert.Equal(2, skill.Approve(id).ExitCode);
    }

    [Fact]
    public void Calls_without_end_keep_a_bounded_number_of_files()
    {
        using var skill = new RuledSkill(Asks);
        using var client = skill.Connect();
        for (var i = 1u; i <= 150; i++)
        {
            client.Call(i, "mark", $$"""{"name":"{{i}}"}""");
            client.ExpectFailure(i);
        }

        Assert.InRange(Directory.GetFiles(Path.GetDirectoryName(FileOf(skill))!).Length, 1, 101);
    }

    [Fact]
    public void Where_nothing_can_be_stored_the_call_is_refused_and_says_why()
    {
        using var skill = Anywhere();
        File.WriteAllText(skill.StateFolder, "in the way");

        Assert.Contains("cannot be stored", skill.Refused("mark", Ann), StringComparison.Ordinal);
    }

    private static RuledSkill Anywhere() => new RuledSkill(Asks).With("approve", "\"anywhere\"");

    private static string FileOf(RuledSkill skill) => Directory.GetFiles(Path.Combine(skill.StateFolder, "approvals"), "*.json", SearchOption.AllDirectories)[0];

    private static void Change(RuledSkill skill, Action<JsonNode> change)
    {
        var approval = JsonNode.Parse(File.ReadAllText(FileOf(skill)))!;
        change(approval);
        File.WriteAllText(FileOf(skill), approval.ToJsonString());
    }
}
