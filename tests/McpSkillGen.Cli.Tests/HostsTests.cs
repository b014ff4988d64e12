using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Tests;

/// <summary>What <c>ps</c>, <c>stop</c> and <c>logs</c> make of what the host program tells, and of what a person types.</summary>
public sealed class HostsTests
{
    private static readonly IReadOnlyList<SkillInstance> Some = SkillInstance.Parse(
        """
        [{"instance":"aaaaaaaaaaaaaaaa","name":"notes","skill":"/a/notes","workspace":null,"presence":"answers","hostPid":11,"log":"/l","status":
          {"state":"ready","hostPid":11,"serverPid":12,"calls":1234,"callsInFlight":0,"uptimeSeconds":4000,"idleSeconds":252,"retiresInSeconds":3348,"hostMemoryBytes":32505856,"serverMemoryBytes":88080384}},
        {"instance":"bbbbbbbbbbbbbbbb","name":"github","skill":"/a/github","workspace":"/w/one","presence":"not answering","hostPid":21,"log":"/l","status":null},
        {"instance":"cccccccccccccccc","name":"github","skill":"/a/github","workspace":"/w/two","presence":"answers","hostPid":31,"log":"/l","status":
          {"state":"starting","calls":0,"callsInFlight":2,"uptimeSeconds":3,"idleSeconds":0,"retiresInSeconds":null}},
        {"instance":"dddddddddddddddd","name":"twin","skill":"/a/twin","workspace":null,"presence":"absent","hostPid":null,"log":"/l","status":null},
        {"instance":"eeeeeeeeeeeeeeee","name":"twin","skill":"/b/twin","workspace":null,"presence":"starting or leaving","hostPid":51,"log":"/l","status":null},
        {"instance":"ffffffffffffffff","name":null,"skill":null,"workspace":null,"presence":"not answering","hostPid":61,"log":"/l","status":null}]
        """);

    [Fact]
    public void The_table_has_a_row_for_each_host_and_no_colour_in_a_pipe()
    {
        using var output = new StringWriter();
        HostTable.Write(Some, output);

        Assert.Equal(
            """
            SKILL             STATE                HOST  SERVER   UP  CALLS       IDLE  RETIRES IN  MEMORY
            notes             ready                  11      12  1 h  1,234      4 min      55 min  115 MB
            github (one)      not answering          21       -    -      -          -           -       -
            github (two)      starting               31       -  3 s      0  2 running           -       -
            twin /a/twin      not running             -       -    -      -          -           -       -
            twin /b/twin      starting or leaving    51       -    -      -          -           -       -
            ffffffffffffffff  not answering          61       -    -      -          -           -       -

            """,
            output.ToString());
    }

    [Theory]
    [InlineData("notes", "a")]
    [InlineData("/a/notes", "a")]
    [InlineData("/a/notes/", "a")]
    [InlineData("/a/notes/scripts/notes", "a")]
    [InlineData("aaaaaaaaaaaaaaaa", "a")]
    [InlineData("/b/twin", "e")]
    [InlineData("ffffffffffffffff", "f")]
    [InlineData("cccccccccccccccc", "c")]
    // All workspaces of one skill.
    [InlineData("github", "bc")]
    [InlineData("github notes github", "bca")]
    public void A_name_a_folder_or_an_id_means_a_skill(string words, string instances) =>
        Assert.Equal(instances, string.Concat(InstanceChoice.Skills(words.Split(' '), Some).Select(static instance => instance.Id[0])));

    [Fact]
    public void Every_name_that_means_none_or_several_is_told_with_its_candidates()
    {
        var wrong = Assert.Throws<SkillException>(() => InstanceChoice.Skills(["twin", "nots"], Some));

        Assert.Equal(ExitCode.WrongArguments, wrong.ExitCode);
        Assert.Equal(
            """
            'twin' matches 2 instances; name one by its id or its folder:
              dddddddddddddddd  /a/twin  (not running)
              eeeeeeeeeeeeeeee  /b/twin
            No skill 'nots' has run here. Did you mean notes? Known: github, notes, twin.
            Try: mcpgen ps --all
            """,
            wrong.Message);
    }

    [Fact]
    public void One_log_cannot_be_that_of_two_workspaces()
    {
        var wrong = Assert.Throws<SkillException>(() => InstanceChoice.One("github", Some));

        Assert.Contains("  bbbbbbbbbbbbbbbb  /a/github  for /w/one\n", wrong.Message, StringComparison.Ordinal);
        Assert.Equal("c", InstanceChoice.One("cccccccccccccccc", Some).Id[..1]);
    }

    [Fact]
    public void Where_nothing_has_run_that_is_said()
    {
        var wrong = Assert.Throws<SkillException>(() => InstanceChoice.One("notes", []));

        Assert.StartsWith("'notes' is unknown: none of your skills has run", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ps", "mcpgen ps --json")]
    [InlineData("stop", "mcpgen stop --all")]
    [InlineData("logs", "mcpgen logs notes --follow")]
    public async Task The_help_ends_with_examples(string command, string example)
    {
        using var folder = new TemporaryFolder();
        var ended = await Mcpgen.RunAsync(folder.Path, command, "--help");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Contains("\nExamples:\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"\n  {example}\n", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop", "no name is given; expected a skill's name, or --all.")]
    [InlineData("stop notes --all", "--all means every host; leave the names out.")]
    [InlineData("logs", "Required argument 'name' missing")]
    [InlineData("logs notes -5", "-5")]
    [InlineData("logs notes five", "five")]
    [InlineData("ps --jsn", "Did you mean '--json'?")]
    public async Task Wrong_arguments_are_told_with_exit_code_2(string line, string part)
    {
        using var folder = new TemporaryFolder();
        var ended = await Mcpgen.RunAsync(folder.Path, line.Split(' '));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(part, ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_known_about_a_host_is_passed_on() =>
        Assert.Equal(1234, Some[0].Json.GetProperty("status").GetProperty("calls").GetInt32());
}
