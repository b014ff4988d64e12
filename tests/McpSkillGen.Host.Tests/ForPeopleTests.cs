using System.Text.Json.Nodes;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Logging;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>What a host tells people: its status, its statistics, its log.</summary>
public sealed class ForPeopleTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public void Status_tells_whose_host_it_is_and_what_it_holds_in_memory()
    {
        using var skill = new TempSkill("spawn-grandchild");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");

        var status = client.Ask("status");

        Assert.Equal(skill.Folder.Root, (string?)status["skill"]);
        Assert.Null(status["workspace"]);
        Assert.InRange((long)status["hostMemoryBytes"]!, 1 << 20, 1L << 33);
        Assert.InRange((long)status["serverMemoryBytes"]!, 1 << 20, 1L << 33);
        Assert.InRange((int)status["serverProcesses"]!, 2, 100);
    }

    [Fact]
    public void Statistics_count_every_call_and_its_kind_of_failure()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        client.CallForText("pid");
        client.CallForText("fail");
        client.Call(1, "sleep", """{"seconds":30}""", TimeSpan.FromMilliseconds(100));
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal(ExitCode.TimedOut, client.ExpectFailure(1).ExitCode);
        client.Call(1, "crash");
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal(ExitCode.OutcomeUnknown, client.ExpectFailure(1).ExitCode);

        var rows = client.Ask("stats")["tools"]!.AsArray().ToDictionary(static row => (string)row!["name"]!, static row => row!);

        Assert.Equal(["crash", "fail", "pid", "sleep"], rows.Keys);
        Assert.Equal((2, 0), ((int)rows["pid"]["calls"]!, (int)rows["pid"]["failures"]!));
        Assert.True((double)rows["pid"]["p50Ms"]! <= (double)rows["pid"]["p95Ms"]!);
        Assert.Equal(1, (int)rows["fail"]["toolErrors"]!);
        Assert.Equal(1, (int)rows["sleep"]["timedOut"]!);
        Assert.Equal(1, (int)rows["crash"]["lost"]!);
    }

    [Fact]
    public void Statistics_survive_their_host_in_a_file_of_the_users_alone()
    {
        using var skill = new TempSkill();
        using (var first = TestHost.StartReady(skill))
        using (var client = first.ConnectAndGreet())
        {
            client.CallForText("pid");
            first.Signal("TERM");
            Assert.Equal(0, first.WaitForExit());
        }

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(skill.Instance.Statistics));
        using var second = TestHost.StartReady(skill);
        using var again = second.ConnectAndGreet();
        again.CallForText("pid");

        Assert.Equal(2, (int)again.Ask("stats")["tools"]![0]!["calls"]!);
    }

    [Fact]
    public void Calls_that_a_host_still_finishes_do_not_spoil_the_next_ones_statistics()
    {
        using var skill = new TempSkill();
        using var old = TestHost.StartReady(skill);
        using var client = old.ConnectAndGreet();
        client.CallForText("pid");
        client.Call(1, "until", skill.UntilReleased);
        client.Expect(FrameKind.Accepted, 1);
        client.Ask("stop");

        using var fresh = TestHost.StartReady(skill);
        using (var other = fresh.ConnectAndGreet())
        {
            other.CallForText("pid");
            skill.Release();
            client.Expect(FrameKind.Result, 1);
            Assert.Equal(0, old.WaitForExit());
            other.Ask("stop");
        }

        Assert.Equal(0, fresh.WaitForExit());
        var row = Assert.Single(JsonNode.Parse(File.ReadAllText(skill.Instance.Statistics))!["report"]!["tools"]!.AsArray());
        Assert.Equal(("pid", 2), ((string?)row!["name"], (int)row["calls"]!));
    }

    [Fact]
    public void Statistics_that_were_reset_are_empty_for_the_next_host_too()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");

        Assert.Empty(client.Ask("reset-stats"));

        Assert.Empty(client.Ask("stats")["tools"]!.AsArray());
        Assert.Empty(JsonNode.Parse(File.ReadAllText(skill.Instance.Statistics))!["report"]!["tools"]!.AsArray());
    }

    [Fact]
    public void Statistics_that_cannot_be_read_begin_anew()
    {
        using var skill = new TempSkill();
        Directory.CreateDirectory(skill.Instance.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(skill.RuntimeDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(skill.Instance.Statistics, "{\"version\":1,\"report\":{\"tools\":[");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();

        Assert.Empty(client.Ask("stats")["tools"]!.AsArray());
    }

    [Fact]
    public void Start_is_answered_when_the_server_is_ready()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.Connect();

        Assert.Empty(client.Ask("start"));

        Assert.Equal("ready", (string?)client.Ask("status")["state"]);
    }

    [Fact]
    public void Start_tells_why_the_server_cannot_start()
    {
        using var skill = new TempSkill("exit-at-once");
        using var host = TestHost.StartReady(skill);
        using var client = host.Connect();
        client.SendQuery(7, "start");

        Assert.Equal(ExitCode.Unreachable, client.ExpectFailure(7).ExitCode);
    }

    [Fact]
    public void Question_that_the_host_does_not_know_is_declined_and_costs_nobody_the_connection()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.SendQuery(7, "sing");

        Assert.Equal(ExitCode.WrongArguments, client.ExpectFailure(7).ExitCode);
        client.CallForText("pid");
    }

    [Fact]
    public void Name_that_a_caller_invents_puts_no_line_into_the_log()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "x\\n2026-11-22T19:00:00.000Z call echo answered\\u001b[2J\\u2028");
        client.Expect(FrameKind.Accepted, 1);
        client.ExpectFailure(1);
        var line = CallLines(skill).Single();

        Assert.StartsWith("x\\u{a}2026", line.CallName, StringComparison.Ordinal);
        Assert.All(Lines(skill), static line => Assert.NotNull(line.Time));
        Assert.DoesNotContain(skill.HostLog, static c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Words_of_a_server_that_cannot_start_are_its_callers_and_not_the_logs()
    {
        using var skill = new TempSkill("exit-at-once");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "pid");
        var words = client.ExpectFailure(1).Message.Split('\n')[1..];

        Assert.NotEmpty(words);
        Eventually.True(() => CallLines(skill).Any(), "the call is in the log");
        Assert.All(words, word => Assert.DoesNotContain(word.Trim(), skill.HostLog, StringComparison.Ordinal));
        Assert.Contains(Lines(skill), static line => line.Kind == LogLine.Server);
    }

    [Fact]
    public void Log_that_grows_too_long_is_kept_once_and_begun_anew()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        foreach (var mark in new[] { "first", "second" })
        {
            File.AppendAllText(skill.Instance.Log, $"{mark} {new string('.', 1024 * 1024)}\n");
            client.CallForText("pid");
            Eventually.True(() => new FileInfo(skill.Instance.Log).Length < 10_000, $"the log was begun anew after the {mark} time");
        }

        Assert.Contains("second", File.ReadAllText(skill.Instance.OlderLog), StringComparison.Ordinal);
        Assert.DoesNotContain("first", File.ReadAllText(skill.Instance.OlderLog), StringComparison.Ordinal);
        Assert.All([skill.Instance.Log, skill.Instance.OlderLog], static path => Assert.Equal(OwnerOnly, File.GetUnixFileMode(path)));
        Assert.Equal(2, Directory.GetFiles(skill.Instance.Folder, "host.log*").Length);
    }

    [Fact]
    public void What_two_hosts_write_into_one_log_is_all_there()
    {
        using var skill = new TempSkill();
        var path = Path.Combine(skill.Folder.Root, "host.log");
        using (var leaving = HostLog.AppendTo(path))
        using (var next = HostLog.AppendTo(path))
        {
            for (var i = 0; i < 10; i++)
            {
                leaving.Write($"leaving {i}");
                next.Write($"next {i}");
            }
        }

        var texts = File.ReadLines(path).Select(static line => LogLine.Parse(line).Text).ToArray();
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(static i => new[] { $"leaving {i}", $"next {i}" }), texts);
    }

    private static IEnumerable<LogLine> Lines(TempSkill skill) =>
        skill.HostLog.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(LogLine.Parse);

    private static IEnumerable<LogLine> CallLines(TempSkill skill) => Lines(skill).Where(static line => line.Kind == LogLine.Call);
}
