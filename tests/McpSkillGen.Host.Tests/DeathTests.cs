using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>Servers that cannot start, servers that die, and hosts that are killed.</summary>
public sealed class DeathTests
{
    [Fact]
    public void Tool_that_crashes_its_server_runs_once_and_ends_as_outcome_unknown_with_the_last_words()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("notes-add", """{"note":"lost"}""");
        client.Call(2, "crash");
        client.Expect(FrameKind.Accepted, 2);
        var failure = client.ExpectFailure(2);
        Assert.Equal(ExitCode.OutcomeUnknown, failure.ExitCode);
        Assert.Contains("ended with exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("fault-server: out of cheese\n  fault-server: redo from start", failure.Message, StringComparison.Ordinal);
        Assert.Single(skill.Journalled("call"), "crash");

        Assert.Equal("", client.CallForText("notes-list", id: 3));
        Assert.Equal(2, skill.Journalled("launch").Count);
    }

    [Fact]
    public void Killed_server_fails_every_call_in_flight_at_once_and_the_next_call_starts_it_again()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        for (uint id = 2; id <= 4; id++)
        {
            client.Call(id, "sleep", """{"seconds":1000}""");
        }

        Eventually.True(() => skill.Journalled("call").Count == 4, "the calls have reached the server");
        System.Diagnostics.Process.GetProcessById(skill.ServerIds.Single()).Kill();
        for (var ended = 0; ended < 3;)
        {
            if (client.Read() is { Kind: FrameKind.Failure, Payload: var payload })
            {
                ended++;
                var failure = TestClient.FailureIn(payload);
                Assert.Equal(ExitCode.OutcomeUnknown, failure.ExitCode);
                Assert.Contains("exit code 137 (signal 9)", failure.Message, StringComparison.Ordinal);
            }
        }

        client.CallForText("pid", id: 5);
        Assert.Equal(2, skill.ServerIds.Count);
    }

    [Fact]
    public void Server_that_exits_at_once_is_exit_4_with_its_words_and_nothing_was_accepted()
    {
        using var skill = new TempSkill("exit-at-once");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "pid");
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.Contains("exit code 1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the licence file is missing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Command_that_does_not_exist_is_exit_3_and_names_it_and_the_path()
    {
        using var skill = new TempSkill().With("command", "no-such-command-here");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "pid");
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.WrongEnvironment, failure.ExitCode);
        Assert.Contains("'no-such-command-here' was not found", failure.Message, StringComparison.Ordinal);
        Assert.Contains("PATH is /", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Callers_own_time_limit_covers_a_server_that_never_gets_ready()
    {
        using var skill = new TempSkill("never-answers");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "pid", "{}", TimeSpan.FromMilliseconds(300));
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.TimedOut, failure.ExitCode);
        Assert.Contains("the tool did not run", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("ignore-eof-and-sigterm")]
    [InlineData("spawn-grandchild")]
    [InlineData("spawn-grandchild", "ignore-eof-and-sigterm")]
    [InlineData("double-fork")]
    [InlineData("double-fork", "ignore-eof-and-sigterm")]
    public void Killed_host_leaves_no_server_and_no_descendant_of_it(params string[] modes)
    {
        using var skill = new TempSkill(modes);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        var all = skill.ServerIds;
        Assert.All(all, id => Assert.True(ProcessTable.IsAlive(id)));
        host.Signal("KILL");
        host.WaitForExit();
        Assert.All(all, Eventually.Gone);
    }

    [Fact]
    public void Killed_host_leaves_nothing_of_a_wrapper_a_server_and_its_children()
    {
        using var skill = new TempSkill();

        // As npx does it: a shell that stays, the server below it, and its children below that.
        skill.With("command", "sh").With("args", new System.Text.Json.Nodes.JsonArray(
            "-c", "echo \"grandchild $$\" >> \"$FAULT_JOURNAL\"; \"$0\" spawn-grandchild double-fork ignore-eof-and-sigterm; exit 0", Programs.FaultServer));
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        var all = skill.ServerIds;
        Assert.Equal(6, all.Count);
        Assert.All(all, id => Assert.True(ProcessTable.IsAlive(id)));
        host.Signal("KILL");
        host.WaitForExit();
        Assert.All(all, Eventually.Gone);
    }

    [Fact]
    public void Next_server_starts_only_when_nothing_is_left_of_a_killed_hosts_server()
    {
        using var skill = new TempSkill("ignore-eof-and-sigterm");
        using (var killed = TestHost.StartReady(skill))
        {
            using var client = killed.ConnectAndGreet();
            client.CallForText("pid");
            killed.Signal("KILL");
            killed.WaitForExit();
        }

        using var host = TestHost.StartReady(skill);
        using var next = host.ConnectAndGreet();
        next.CallForText("pid");
        Assert.Equal(2, skill.Journalled("launch").Count);
        Assert.Empty(skill.Journalled("overlap"));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public void Signal_to_the_host_ends_a_whole_family_that_ignores_everything(string signal)
    {
        using var skill = new TempSkill("spawn-grandchild", "double-fork", "ignore-eof-and-sigterm");
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("pid");
        }

        Assert.Equal(5, skill.ServerIds.Count);
        host.Signal(signal);
        Assert.Equal(0, host.WaitForExit());
        Assert.All(skill.ServerIds, id => Assert.False(ProcessTable.IsAlive(id)));
    }

    [Fact]
    public void Orderly_stop_takes_descendants_along_that_left_the_process_group()
    {
        using var skill = new TempSkill("spawn-grandchild");
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("pid");
        }

        Assert.Equal(3, skill.ServerIds.Count);
        host.Signal("TERM");
        Assert.Equal(0, host.WaitForExit());
        Assert.All(skill.ServerIds, id => Assert.False(ProcessTable.IsAlive(id)));
    }

    [Fact]
    public void Crashing_server_takes_its_descendants_along_before_the_next_one_starts()
    {
        using var skill = new TempSkill("spawn-grandchild");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "crash");
        client.Expect(FrameKind.Accepted, 1);
        client.ExpectFailure(1);
        var first = skill.ServerIds;
        client.CallForText("pid", id: 2);
        Assert.All(first, id => Assert.False(ProcessTable.IsAlive(id)));
    }

    [Fact]
    public void Server_gets_the_configs_variables_and_none_of_the_callers_secrets()
    {
        using var skill = new TempSkill();
        skill.Config["env"]!["GREETING"] = "from the config";
        skill.WriteConfig();
        using var process = TestHost.Launch(skill, ["serve", "--skill", skill.Folder.Root], ("ANTHROPIC_API_KEY", "sk-secret"), ("LC_TEST", "yes"));
        try
        {
            Assert.Equal("READY", process.StandardOutput.ReadLine());
            using var client = TestClient.Connect(skill);
            client.Hello(skill.Fingerprint);
            client.Expect(FrameKind.Welcome);
            Assert.Equal("from the config", client.CallForText("env", """{"name":"GREETING"}"""));
            Assert.Equal("(unset)", client.CallForText("env", """{"name":"ANTHROPIC_API_KEY"}"""));
            Assert.Equal("yes", client.CallForText("env", """{"name":"LC_TEST"}"""));
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    [Theory]
    [InlineData("exits-on-discover", 2)]
    [InlineData("answers-discover-with-{}", 1)]
    [InlineData("garbage-on-stdout", 1)]
    public void Odd_server_is_connected_to_all_the_same(string mode, int launches)
    {
        using var skill = new TempSkill(mode);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
        Assert.Equal(launches, skill.Journalled("launch").Count);
    }

    [Fact]
    public void Rung_of_the_version_ladder_is_remembered_when_the_server_starts_again()
    {
        using var skill = new TempSkill("exits-on-discover", "speaks-2024");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        var launches = skill.Journalled("launch").Count;
        Assert.Equal("2024-11-05", (string?)client.Ask("status")["server"]!["protocolVersion"]);
        client.Call(2, "crash");
        client.Expect(FrameKind.Accepted, 2);
        client.ExpectFailure(2);
        client.CallForText("pid", id: 3);
        Assert.Equal(launches + 1, skill.Journalled("launch").Count);
    }
}
