using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>Calls that a client sends before their turn (<c>callsAtOnce</c> in Hello), against a real host and a real server.</summary>
public sealed class SentAheadTests : IDisposable
{
    private readonly TempSkill _skill = new TempSkill().With("timeout", 20);
    private readonly TestHost _host;

    public SentAheadTests() => _host = TestHost.StartReady(_skill);

    public void Dispose()
    {
        _host.Dispose();
        _skill.Dispose();
    }

    [Fact]
    public void Call_begins_when_one_of_those_before_it_has_ended()
    {
        using var client = SendAhead(callsAtOnce: 2, "until", "until", "echo", "pid");
        client.Expect(FrameKind.Accepted, 1);
        client.Expect(FrameKind.Accepted, 2);
        using var other = _host.ConnectAndGreet();
        Assert.Equal(2, (int)other.Ask("status")["callsInFlight"]!);
        other.CallForText("echo", """{"message":"a round trip later"}""");
        Assert.Equal(["until", "until", "echo"], _skill.Journalled("call"));

        _skill.Release();

        var kinds = Enumerable.Range(0, 6).Select(_ => client.Read()!.Value).ToList();
        Assert.Equal([3u, 4u], kinds.Where(static frame => frame.Kind is FrameKind.Accepted).Select(static frame => frame.Call));
        Assert.Equal([1u, 2u, 3u, 4u], kinds.Where(static frame => frame.Kind is FrameKind.Result).Select(static frame => frame.Call).Order());
        Assert.Equal(["until", "until", "echo", "echo", "pid"], _skill.Journalled("call"));
    }

    [Fact]
    public void Call_that_is_cancelled_before_its_turn_never_runs()
    {
        using var client = SendAhead(callsAtOnce: 1, "until", "pid", "echo");
        client.Expect(FrameKind.Accepted, 1);

        client.Cancel(2);

        var failure = client.ExpectFailure(2);
        Assert.Equal((ExitCode.Interrupted, "Interrupted; the tool did not run."), (failure.ExitCode, failure.Message));
        _skill.Release();
        client.Expect(FrameKind.Result, 1);
        client.Expect(FrameKind.Accepted, 3);
        client.Expect(FrameKind.Result, 3);
        Assert.Equal(["until", "echo"], _skill.Journalled("call"));
    }

    [Fact]
    public void Host_that_leaves_refuses_what_waits_in_its_order_and_ends_what_runs()
    {
        using var client = SendAhead(callsAtOnce: 1, "until", "echo", "pid");
        client.Expect(FrameKind.Accepted, 1);
        using var other = _host.Connect();

        Assert.Equal(1, (int)other.Ask("stop")["callsInFlight"]!);

        client.Expect(FrameKind.Retiring, 2);
        client.Expect(FrameKind.Retiring, 3);
        _skill.Release();
        client.Expect(FrameKind.Result, 1);
        Assert.Equal(0, _host.WaitForExit());
        Assert.Equal(["until"], _skill.Journalled("call"));
    }

    [Fact]
    public void Nothing_of_a_client_that_is_gone_is_begun()
    {
        using (var client = SendAhead(callsAtOnce: 1, "until", "echo", "pid"))
        {
            client.Expect(FrameKind.Accepted, 1);
        }

        using var other = _host.ConnectAndGreet();
        Eventually.True(() => (int)other.Ask("status")["callsInFlight"]! == 0, "the call that ran is cancelled");
        other.CallForText("pid");
        Assert.Equal(["until", "pid"], _skill.Journalled("call"));
    }

    [Fact]
    public void Log_tells_of_the_calls_that_have_ended_while_others_wait()
    {
        using var client = SendAhead(callsAtOnce: 1, "echo", "notes-list", "until", "pid");
        foreach (var ended in new uint[] { 1, 2 })
        {
            client.Expect(FrameKind.Accepted, ended);
            client.Expect(FrameKind.Result, ended);
        }

        Eventually.True(() => _skill.HostLog.Contains(" call notes-list answered", StringComparison.Ordinal), "the log tells of the second call");
        Assert.DoesNotContain(" call until", _skill.HostLog, StringComparison.Ordinal);
    }

    [Fact]
    public void Id_of_a_call_that_waits_cannot_be_used_again()
    {
        using var client = SendAhead(callsAtOnce: 1, "until", "echo");
        client.Expect(FrameKind.Accepted, 1);

        client.Call(2, "pid");

        Assert.Null(client.Read());
        Assert.Contains("the call id 2 twice", _skill.HostLog, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Limit_below_one_is_one(int callsAtOnce)
    {
        using var client = SendAhead(callsAtOnce, "echo", "pid");
        client.Expect(FrameKind.Accepted, 1);
        client.Expect(FrameKind.Result, 1);
        client.Expect(FrameKind.Accepted, 2);
        client.Expect(FrameKind.Result, 2);
    }

    private TestClient SendAhead(int callsAtOnce, params string[] tools)
    {
        var client = _host.Connect();
        client.Hello(_skill.Fingerprint, callsAtOnce: callsAtOnce);
        uint id = 0;
        foreach (var tool in tools)
        {
            client.Call(++id, tool, tool switch { "until" => _skill.UntilReleased, "echo" => """{"message":"x"}""", _ => "{}" });
        }

        client.Expect(FrameKind.Welcome);
        return client;
    }
}
