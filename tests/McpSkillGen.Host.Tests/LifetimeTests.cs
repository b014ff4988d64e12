using System.Diagnostics;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>When a host leaves, and what it leaves behind: nothing.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public void Idle_host_and_its_server_end_and_take_their_files_with_them()
    {
        using var skill = Skill(idleSeconds: 1.2);
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("pid");
            Assert.Equal($"{host.Id}\n{skill.ServerIds.Single()}\n", File.ReadAllText(skill.Folder.PidFile));
        }

        Assert.Equal(0, host.WaitForExit());
        Assert.Single(skill.Journalled("eof"));
        Assert.False(File.Exists(skill.Instance.Socket));
        Assert.False(File.Exists(skill.Folder.PidFile));
        Assert.True(File.Exists(skill.Folder.LastActiveFile));
        Assert.True(File.Exists(skill.Instance.InstanceLock));
    }

    [Fact]
    public void Call_that_outlasts_the_idle_timeout_completes_and_idleness_counts_from_its_end()
    {
        using var skill = Skill(idleSeconds: 1);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "sleep", """{"seconds":2.5}""");
        client.Expect(FrameKind.Accepted, 1);
        client.Expect(FrameKind.Result, 1);
        var ended = Stopwatch.StartNew();
        client.CallForText("echo", """{"message":"still here"}""", id: 2);
        Assert.Equal(0, host.WaitForExit());
        Assert.True(ended.Elapsed >= TimeSpan.FromSeconds(1));
        Assert.Single(skill.Journalled("launch"));
    }

    [Fact]
    public void Idle_connection_and_status_queries_do_not_keep_the_host()
    {
        using var skill = Skill(idleSeconds: 0.4);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        try
        {
            while (!host.HasExited)
            {
                client.Ask("status");
            }
        }
        catch (Exception e) when (e is IOException or Xunit.Sdk.XunitException)
        {
            // The host left in the middle of a question.
        }

        Assert.Equal(0, host.WaitForExit());
    }

    [Fact]
    public void Host_waits_for_the_caller_that_started_it_longer_than_the_shortest_timeout()
    {
        using var skill = Skill(idleSeconds: 0.05);
        using var host = TestHost.StartReady(skill);
        using var curious = host.Connect();
        Eventually.True(() => (double)curious.Ask("status")["idleSeconds"]! > 0.2, "the timeout is over");
        using var client = host.ConnectAndGreet();
        Assert.Equal("late", client.CallForText("echo", """{"message":"late"}"""));
        Assert.Equal(0, host.WaitForExit());
    }

    [Fact]
    public void Timeout_of_zero_never_retires()
    {
        using var skill = Skill(idleSeconds: 0);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        Assert.Null(client.Ask("status")["retiresInSeconds"]);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public void Signal_lets_the_call_in_flight_finish_refuses_new_ones_and_leaves_nothing(string signal)
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "until", skill.UntilReleased);
        client.Expect(FrameKind.Accepted, 1);
        host.Signal(signal);
        Eventually.True(() => !host.IsListening(), "nobody gets in any more");
        client.Call(2, "echo", """{"message":"too late"}""");
        client.Expect(FrameKind.Retiring, 2);
        skill.Release();
        client.Expect(FrameKind.Result, 1);
        Assert.Equal(0, host.WaitForExit());
        Assert.Single(skill.Journalled("call"));
        Assert.False(File.Exists(skill.Folder.PidFile));
    }

    [Fact]
    public void Call_that_outlasts_the_grace_of_a_stopped_host_is_cancelled_and_of_unknown_outcome()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "sleep", """{"seconds":1000}""");
        client.Expect(FrameKind.Accepted, 1);
        Eventually.True(() => skill.Journalled("call").Count == 1, "the call has reached the server");
        host.Signal("TERM");
        Assert.Equal(ExitCode.OutcomeUnknown, client.ExpectFailure(1).ExitCode);
        Assert.Equal(0, host.WaitForExit());
        Assert.Single(skill.Journalled("stopped"));
    }

    [Fact]
    public void Told_to_stop_by_a_caller_the_host_finishes_its_calls_and_leaves()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "sleep", """{"seconds":0.5}""");
        client.Expect(FrameKind.Accepted, 1);
        using (var stopping = host.Connect())
        {
            Assert.Equal(1, (int)stopping.Ask("stop")["callsInFlight"]!);
        }

        Assert.False(host.IsListening());
        client.Expect(FrameKind.Result, 1);
        Assert.Equal(0, host.WaitForExit());
    }

    [Fact]
    public void Retiring_host_stops_its_server_before_the_next_one_starts()
    {
        using var skill = new TempSkill("ignore-eof-and-sigterm");
        using var old = TestHost.StartReady(skill);
        using (var client = old.ConnectAndGreet())
        {
            client.CallForText("pid");
        }

        old.Signal("TERM");

        // A host that starts before it has read the signal finds it serving, and steps back.
        Eventually.True(() => !File.Exists(skill.Instance.Socket), "the old host has heard the signal");
        using var fresh = TestHost.StartReady(skill);
        Assert.False(ProcessTable.IsAlive(skill.ServerIds[0]));
        Assert.Equal(0, old.WaitForExit());
    }

    [Fact]
    public void Read_only_skill_folder_is_served_all_the_same()
    {
        using var skill = new TempSkill();
        Directory.CreateDirectory(skill.Folder.PidFile);
        Directory.CreateDirectory(skill.Folder.LastActiveFile);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
    }

    [Fact]
    public void Host_whose_runtime_directory_is_cleared_away_leaves_and_spares_the_next_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a file that is open cannot be deleted there");
        using var skill = new TempSkill().With("keep_alive", new JsonObject { ["check_interval"] = 0.2 });
        using var forgotten = TestHost.StartReady(skill);
        using var last = forgotten.ConnectAndGreet();
        last.Call(1, "until", skill.UntilReleased);
        last.Expect(FrameKind.Accepted, 1);
        Directory.Delete(skill.RuntimeDirectory, recursive: true);

        using var next = TestHost.StartReady(skill);
        skill.Release();
        last.Expect(FrameKind.Result, 1);
        Assert.Equal(0, forgotten.WaitForExit());

        using var client = next.ConnectAndGreet();
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
        Assert.StartsWith($"{next.Id}\n", File.ReadAllText(skill.Folder.PidFile), StringComparison.Ordinal);
        Assert.True(File.Exists(skill.Instance.InstanceLock));
    }

    private static TempSkill Skill(double idleSeconds) =>
        new TempSkill().With("keep_alive", new JsonObject { ["timeout"] = idleSeconds, ["check_interval"] = 1 });
}
