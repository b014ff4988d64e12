using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>Servers that hang, and servers that do not stay up.</summary>
public sealed class HealthTests
{
    [Fact]
    public void Server_that_hangs_is_replaced_before_the_next_call_and_no_call_fails()
    {
        using var skill = Skill(checkInterval: 1);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal("goodbye", client.CallForText("hang"));
        Eventually.True(() => IsReadyAgain(client.Ask("status")), "a fresh server is ready");
        Assert.Contains("ignored tools/list", File.ReadAllText(skill.Journal), StringComparison.Ordinal);
        Assert.Contains("it hangs, and is replaced", skill.HostLog, StringComparison.Ordinal);
        Assert.Equal(1, (int)client.Ask("status")["calls"]!);
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}""", id: 2));
        Assert.False(ProcessTable.IsAlive(skill.ServerIds[0]));
        Assert.Equal(2, skill.Journalled("launch").Count);
    }

    [Fact]
    public void Server_that_hangs_in_a_call_is_replaced_after_the_calls_time_out()
    {
        using var skill = Skill(checkInterval: 3600);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("hang");
        client.Call(2, "echo", """{"message":"into the void"}""", TimeSpan.FromSeconds(1));
        client.Expect(FrameKind.Accepted, 2);
        Assert.Equal(ExitCode.TimedOut, client.ExpectFailure(2).ExitCode);
        Eventually.True(() => IsReadyAgain(client.Ask("status")), "a fresh server is ready");
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}""", id: 3));
    }

    [Fact]
    public void Looking_after_the_server_is_no_activity_and_no_call()
    {
        using var skill = Skill(checkInterval: 0.1, idleSeconds: 2.5);
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("pid");
            Eventually.True(() => skill.Journalled("listed").Count >= 3, "the server was asked several times");
            Assert.Equal(1, (int)client.Ask("status")["calls"]!);
            Assert.Equal(0, (int)client.Ask("status")["callsInFlight"]!);
        }

        Assert.Equal(0, host.WaitForExit());
        Assert.Single(skill.Journalled("launch"));
    }

    [Fact]
    public void Server_at_work_is_not_asked_and_its_call_not_cut()
    {
        using var skill = Skill(checkInterval: 0.1);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Eventually.True(() => skill.Journalled("listed").Count >= 1, "the server was asked");
        client.Call(1, "until", skill.UntilReleased);
        client.Expect(FrameKind.Accepted, 1);
        Eventually.True(() => skill.Journalled("call").Count == 1, "the call has reached the server");
        var asked = skill.Journalled("listed").Count;
        var uptime = (double)client.Ask("status")["uptimeSeconds"]!;
        Eventually.True(() => (double)client.Ask("status")["uptimeSeconds"]! > uptime + 1, "ten intervals have passed");

        // One question may have been on its way when the call came.
        Assert.InRange(skill.Journalled("listed").Count, asked, asked + 1);
        skill.Release();
        client.Expect(FrameKind.Result, 1);
        Assert.Single(skill.Journalled("launch"));
    }

    [Fact]
    public void Server_that_exits_at_once_is_left_alone_after_five_starts_and_the_error_says_so()
    {
        using var skill = new TempSkill("exit-at-once");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        var failure = CallUntilLeftAlone(client);
        Assert.Contains("failed to start 5 times in a row", failure.Message, StringComparison.Ordinal);
        Assert.Contains("run 'skill restart' to try at once", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the licence file is missing", failure.Message, StringComparison.Ordinal);

        // The first start tries both eras of the protocol, and what that taught spares the others the second launch.
        Assert.Equal(6, skill.Journalled("launch").Count);
    }

    [Fact]
    public void Server_that_crashes_before_its_first_answer_counts_as_one_that_does_not_start()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        for (uint id = 1; id <= 5; id++)
        {
            client.Call(id, "crash");
            client.Expect(FrameKind.Accepted, id);
            Assert.Equal(ExitCode.OutcomeUnknown, client.ExpectFailure(id).ExitCode);
        }

        client.Call(6, "pid");
        var failure = client.ExpectFailure(6);
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.Contains("failed to start 5 times in a row", failure.Message, StringComparison.Ordinal);
        Assert.Contains("out of cheese", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, skill.Journalled("launch").Count);
    }

    [Fact]
    public void Server_that_starts_at_last_is_found_by_the_call_after_its_delay_and_is_forgiven()
    {
        using var skill = new TempSkill("needs-file");
        var needed = Path.Combine(skill.Folder.Root, "needed");
        skill.Config["args"]!.AsArray().Add(needed);
        skill.WriteConfig();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        CallUntilLeftAlone(client);
        File.WriteAllText(needed, "");
        uint id = 100;
        Eventually.True(() => TryCall(client, ++id) is null, "the server is started again");

        // What failed before is forgotten: the next crash is the first.
        client.Call(1, "crash");
        client.Expect(FrameKind.Accepted, 1);
        client.ExpectFailure(1);
        Assert.Null(TryCall(client, 2));
    }

    private static FailureMessage CallUntilLeftAlone(TestClient client)
    {
        for (uint id = 1; id <= 20; id++)
        {
            var failure = TryCall(client, id);
            Assert.Equal(ExitCode.Unreachable, failure!.ExitCode);
            if (failure.Message.Contains("is left alone", StringComparison.Ordinal))
            {
                return failure;
            }
        }

        throw new Xunit.Sdk.XunitException("The server was never left alone.");
    }

    /// <returns>Null when the call was answered.</returns>
    private static FailureMessage? TryCall(TestClient client, uint id)
    {
        client.Call(id, "pid");
        var frame = client.Read()!.Value;
        if (frame.Kind is FrameKind.Failure)
        {
            return TestClient.FailureIn(frame.Payload);
        }

        Assert.Equal(FrameKind.Accepted, frame.Kind);
        client.Expect(FrameKind.Result, id);
        return null;
    }

    private static bool IsReadyAgain(JsonObject status) =>
        (int)status["serverLaunches"]! == 2 && (string?)status["state"] == "ready";

    private static TempSkill Skill(double checkInterval, double idleSeconds = 3600) =>
        new TempSkill().With("keep_alive", new JsonObject { ["timeout"] = idleSeconds, ["check_interval"] = checkInterval });
}
