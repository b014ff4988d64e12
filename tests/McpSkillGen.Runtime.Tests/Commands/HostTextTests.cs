using System.Text.Json;
using McpSkillGen.Runtime.Commands;
using McpSkillGen.Runtime.Logging;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Commands;

/// <summary>What a person reads of a host.</summary>
public sealed class HostTextTests
{
    private static readonly Skill Sample = new(new SampleSkill(), null);
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 19, 4, 30, TimeSpan.Zero);

    [Fact]
    public void The_status_reads_like_sentences() =>
        Assert.Equal(
            """
            sample: ready

              server     mcp-servers/everything 2.0.0, protocol 2025-11-25, started 2 times
              processes  host 1234 (31 MB), server 1240 (84 MB in 3 processes)
              up         1 h 12 min, since 17:52:30
              calls      1,234, none in flight
              idle       4 min 12 s; stops in 55 min 48 s, at 20:00:18
              skill      /home/u/skills/sample
              workspace  /home/u/project
              log        /run/x/host.log

            """,
            Status("""
            {"state":"ready","hostPid":1234,"serverPid":1240,"serverLaunches":2,"calls":1234,"callsInFlight":0,
            "uptimeSeconds":4320,"idleSeconds":252,"retiresInSeconds":3348,
            "server":{"name":"mcp-servers/everything","version":"2.0.0","protocolVersion":"2025-11-25"},
            "hostMemoryBytes":32505856,"serverMemoryBytes":88080384,"serverProcesses":3,
            "skill":"/home/u/skills/sample","workspace":"/home/u/project"}
            """));

    [Theory]
    [InlineData("""{"callsInFlight":2,"calls":3}""", "\n  calls  3, 2 in flight\n  idle   no: it never stops during a call\n")]
    [InlineData("""{"idleSeconds":3,"retiresInSeconds":null}""", "\n  idle  3 s; never stops\n")]
    [InlineData("""{"idleSeconds":3,"retiresInSeconds":86400}""", "at 2026-11-23 19:04\n")]
    [InlineData("""{"state":"no server"}""", "sample: no server runs; the next call starts it\n")]
    [InlineData("""{"state":"starting","server":null,"hostPid":7}""", "\n  processes  host 7\n")]
    [InlineData("""{"server":{"name":"a\u001b[31m","version":null}}""", "\n  server  a\\u001b[31m\n")]
    public void The_status_says_what_it_knows_and_no_more(string json, string part) =>
        Assert.Contains(part, Status(json), StringComparison.Ordinal);

    [Fact]
    public void Statistics_have_a_row_for_each_tool_and_tell_failures_in_words() =>
        Assert.Equal(
            """
            1,204 calls

              tool     calls  failed     p50     p95  slowest    first      last
              echo     1,200       0  1.2 ms  3.4 ms    12 ms  2 h ago  30 s ago
              get-sum      4       3       -       -        -  2 h ago  30 s ago

            failures
              get-sum  2 tool errors, 1 timed out

            """,
            Statistics("""
            {"since":null,"tools":[
            {"name":"echo","calls":1200,"failures":0,"p50Ms":1.2,"p95Ms":3.4,"maxMs":12,"first":"2026-11-22T17:00:00Z","last":"2026-11-22T19:04:00Z"},
            {"name":"get-sum","calls":4,"failures":3,"toolErrors":2,"timedOut":1,"p50Ms":null,"p95Ms":null,"maxMs":null,"first":"2026-11-22T17:00:00Z","last":"2026-11-22T19:04:00Z"}]}
            """));

    [Fact]
    public void Statistics_of_nothing_are_one_sentence() =>
        Assert.Equal("No calls were counted.\n", Statistics("""{"since":null,"tools":[]}"""));

    [Theory]
    [InlineData("logs", 20, null, false)]
    [InlineData("logs 5 --tool do-everything -f", 5, "do_everything", true)]
    [InlineData("logs --tool=strict 0", 0, "strict", false)]
    [InlineData("logs --tool resources/read --follow", 20, "resources/read", true)]
    public void Logs_takes_a_number_a_tool_by_either_name_and_follow(string typed, int count, string? tool, bool follow)
    {
        var line = new LogsCommand().Parse(typed.Split(' ')[1..]);
        var request = LogsCommand.ReadRequest(Sample, line, asJson: false);

        Assert.Empty(line.Problems);
        Assert.Equal((count, follow), (request.Count, request.Follow));
        Assert.Equal(tool is null, request.IsWanted(LogLine.NowCall("other", "done")));
        Assert.True(request.IsWanted(LogLine.NowCall(tool ?? "any", "done")));
    }

    [Theory]
    [InlineData("logs five --tool strikt --folow", "--folow is not a flag of 'logs'. Did you mean --follow?", "logs takes one number of lines, 0 or more; found 'five'.", "There is no tool 'strikt'. Did you mean strict?")]
    [InlineData("stop --follow now", "--follow is not a flag of 'stop'.")]
    [InlineData("list do-everything", "'do-everything' does not belong to a flag. A value follows its flag; put quotes around a value with spaces.")]
    public void Every_mistake_in_a_command_line_is_told_at_once(string typed, params string[] problems)
    {
        var error = Assert.Throws<SkillException>(() => CommandTable.Run(Sample, typed.Split(' ')));

        Assert.Equal(ExitCode.WrongArguments, error.ExitCode);
        Assert.Equal(string.Join('\n', problems) + $"\nSee: sample {typed.Split(' ')[0]} --help", error.Message);
    }

    private static string Status(string json)
    {
        using var status = JsonDocument.Parse(json);
        return StatusText.Of("sample", status.RootElement, "/run/x/host.log", Now);
    }

    private static string Statistics(string json)
    {
        using var report = JsonDocument.Parse(json);
        return StatisticsText.Of(report.RootElement, Now);
    }
}
