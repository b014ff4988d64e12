using System.Text;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Tests.Support;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Client;

/// <summary>What a caller does with each thing that a host may say, over a real socket.</summary>
[Collection(nameof(StartsProcesses))]
public sealed class SkillCallerTests : IDisposable
{
    private static readonly CallRequest Request = new("tools/call", """{"name":"x"}"""u8.ToArray());

    private readonly SkillSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void A_call_brings_the_servers_own_result()
    {
        var host = _sandbox.Listen(FakeHost.Answers("""{ "content":[1.10] }"""));

        Answered("""{ "content":[1.10] }""", _sandbox.Call(Request with { Timeout = TimeSpan.FromSeconds(1.5) }));

        var talk = Assert.Single(host.Conversations);
        Assert.Equal(_sandbox.Environment.Greeting, talk.Hello);
        Assert.Equal(("tools/call", """{"name":"x"}""", TimeSpan.FromSeconds(1.5)), (talk.Method, talk.Params, talk.Timeout));
        Assert.Empty(_sandbox.Observer.Heard);
        Assert.Empty(_sandbox.Starts);
    }

    [Fact]
    public void A_result_of_megabytes_arrives_whole()
    {
        var large = $"\"{new string('x', 5_000_000)}\"";
        _sandbox.Listen(FakeHost.Answers(large));

        Answered(large, _sandbox.Call(Request));
    }

    [Fact]
    public void Progress_and_logs_reach_the_observer_in_order()
    {
        _sandbox.Listen(talk => talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Log, 1, """{"early":1}""").Say(FrameKind.Accepted, 1)
            .Say(FrameKind.Progress, 1, """{"progress":1}""").Say(FrameKind.Log, 1, """{"data":"x"}""").Say(FrameKind.Progress, 1, """{"progress":2}""")
            .Say(FrameKind.Result, 1, "{}"));

        Answered("{}", _sandbox.Call(Request));

        Assert.Equal(["""log {"early":1}""", """progress {"progress":1}""", """log {"data":"x"}""", """progress {"progress":2}"""], _sandbox.Observer.Heard);
    }

    [Theory]
    [InlineData(ExitCode.ToolFailed)]
    [InlineData(ExitCode.WrongEnvironment)]
    [InlineData(ExitCode.Unreachable)]
    [InlineData(ExitCode.TimedOut)]
    [InlineData(ExitCode.OutcomeUnknown)]
    [InlineData(ExitCode.Interrupted)]
    public void A_failure_is_told_with_its_exit_code_and_never_tried_again(ExitCode exitCode)
    {
        var host = _sandbox.Listen(talk => talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Accepted, 1)
            .Say(FrameKind.Failure, 1, $$"""{"exitCode":{{(int)exitCode}},"message":"Why."}"""));

        Assert.Equal(new CallOutcome.Failed(exitCode, "Why."), _sandbox.Call(Request with { IsSafeToRepeat = true }));
        Assert.Single(host.Conversations);
    }

    [Fact]
    public void A_failure_that_cannot_be_read_does_not_pretend_to_know_the_outcome()
    {
        _sandbox.Listen(talk => talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Accepted, 1).Say(FrameKind.Failure, 1, "oops"));

        Failed(ExitCode.OutcomeUnknown, "The host sent a message that cannot be understood: ");
    }

    [Fact]
    public void A_host_that_is_gone_before_it_accepts_costs_nothing()
    {
        var host = _sandbox.Listen(FakeHost.Vanishes, FakeHost.Answers("1"));

        Answered("1", _sandbox.Call(Request));

        Assert.Equal(2, host.Conversations.Count);
        Assert.Empty(_sandbox.Observer.Heard);
    }

    [Fact]
    public void A_welcome_is_not_yet_an_acceptance()
    {
        _sandbox.Listen(FakeHost.Refuses(FrameKind.Welcome), FakeHost.Answers("1"));

        Answered("1", _sandbox.Call(Request));
    }

    [Fact]
    public void A_retiring_host_is_left_for_the_next_one()
    {
        var host = _sandbox.Listen(
            FakeHost.Refuses(FrameKind.Retiring),
            talk => talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Retiring),
            FakeHost.Answers("1"));

        Answered("1", _sandbox.Call(Request));

        Assert.Equal(3, host.Conversations.Count);
    }

    [Fact]
    public void A_host_that_is_gone_after_it_accepted_leaves_the_outcome_unknown()
    {
        var host = _sandbox.Listen(FakeHost.VanishesAfterAccepting, FakeHost.Answers("1"));

        Failed(ExitCode.OutcomeUnknown, "The host ended after it accepted the call: the tool may or may not have run. Check before you call again.");
        Assert.Single(host.Conversations);
    }

    [Fact]
    public void An_end_inside_the_result_leaves_the_outcome_unknown_too()
    {
        _sandbox.Listen(talk => talk.Open()
            .Say(FrameKind.Welcome)
            .Say(FrameKind.Accepted, 1)
            .SayBytes(100, 0, 0, 0, (byte)FrameKind.Result, 1, 0, 0, 0, (byte)'{'));

        Failed(ExitCode.OutcomeUnknown, "The host ended after it accepted the call");
    }

    [Fact]
    public void A_call_that_is_safe_to_repeat_is_repeated_once()
    {
        var host = _sandbox.Listen(FakeHost.VanishesAfterAccepting, FakeHost.Answers("1"));

        Answered("1", _sandbox.Call(Request with { IsSafeToRepeat = true }));

        Assert.Equal(2, host.Conversations.Count);
    }

    [Fact]
    public void A_call_that_is_safe_to_repeat_is_repeated_only_once()
    {
        var host = _sandbox.Listen(FakeHost.VanishesAfterAccepting);

        Failed(ExitCode.OutcomeUnknown, "The host ended after it accepted the call", Request with { IsSafeToRepeat = true });
        Assert.Equal(2, host.Conversations.Count);
    }

    [Theory]
    [InlineData("Stale", "10 times in a row the host had a different configuration than this call")]
    [InlineData("Retiring", "10 times in a row the host was leaving. The tool did not run.")]
    [InlineData("Welcome", "10 times in a row the host ended before it accepted the call. The tool did not run.")]
    public void Hosts_that_never_accept_are_given_up(string word, string message)
    {
        var host = _sandbox.Listen(FakeHost.Refuses(Enum.Parse<FrameKind>(word)));

        Failed(ExitCode.Unreachable, message);
        Assert.Equal(10, host.Conversations.Count);
    }

    [Fact]
    public void A_loss_in_the_last_round_does_not_make_the_rounds_endless()
    {
        var retiring = FakeHost.Refuses(FrameKind.Retiring);
        var host = _sandbox.Listen([.. Enumerable.Repeat(retiring, 9), FakeHost.VanishesAfterAccepting, retiring]);

        Failed(ExitCode.Unreachable, "10 times in a row the host was leaving.", Request with { IsSafeToRepeat = true });
        Assert.Equal(11, host.Conversations.Count);
    }

    [Fact]
    public void A_stale_host_makes_the_config_be_read_again()
    {
        var host = _sandbox.Listen(
            talk =>
            {
                talk.Open();
                _sandbox.WriteConfig("""{ "command": "changed" }""");
                talk.Say(FrameKind.Stale);
            },
            FakeHost.Answers("1"));

        Answered("1", _sandbox.Call(Request));

        Assert.Equal(2, host.Conversations.Select(static talk => talk.Hello.Fingerprint).Distinct().Count());
        Assert.Equal(_sandbox.Environment.Fingerprint, host.Conversations[1].Hello.Fingerprint);
    }

    [Fact]
    public void A_stale_host_that_makes_room_is_followed_by_a_fresh_one()
    {
        var fresh = _sandbox.ListenOnceStarted(FakeHost.Answers("1"));
        var stale = _sandbox.Listen(talk =>
        {
            talk.Open();
            File.Delete(_sandbox.Environment.Instance.Socket);
            talk.Say(FrameKind.Stale);
        });

        Answered("1", _sandbox.Call(Request));

        Assert.Single(stale.Conversations);
        Assert.Single(fresh.Conversations);
        Assert.Single(_sandbox.Starts);
    }

    [Fact]
    public void Cancelling_tells_the_host_and_waits_for_its_last_word()
    {
        using var cancelling = new CancellationTokenSource();
        _sandbox.Observer.Progressed = cancelling.Cancel;
        _sandbox.Listen(talk =>
        {
            talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Accepted, 1).Say(FrameKind.Progress, 1, "{}");
            Assert.Equal(1u, talk.Read(FrameKind.Cancel).Call);
            talk.Say(FrameKind.Failure, 1, """{"exitCode":130,"message":"Cancelled."}""").ReadEnd();
        });

        Assert.Equal(new CallOutcome.Failed(ExitCode.Interrupted, "Cancelled."), _sandbox.Caller.Call(Request, cancelling.Token));
    }

    [Fact]
    public void A_result_that_overtakes_the_cancellation_is_kept()
    {
        using var cancelling = new CancellationTokenSource();
        _sandbox.Observer.Progressed = cancelling.Cancel;
        _sandbox.Listen(talk => talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Accepted, 1).Say(FrameKind.Progress, 1, "{}").Say(FrameKind.Result, 1, "1"));

        Answered("1", _sandbox.Caller.Call(Request, cancelling.Token));
    }

    [Fact]
    public void What_was_cancelled_before_is_not_sent_at_all()
    {
        var host = _sandbox.Listen(FakeHost.Answers("1"));

        var outcome = _sandbox.Caller.Call(Request, new CancellationToken(canceled: true));

        Assert.Equal(ExitCode.Interrupted, Assert.IsType<CallOutcome.Failed>(outcome).ExitCode);
        Assert.Empty(host.Conversations);
    }

    [Fact]
    public void A_host_that_says_nothing_is_not_waited_for_for_ever()
    {
        _sandbox.Listen(static talk =>
        {
            talk.Open();
            talk.ReadEnd();
        });

        var outcome = _sandbox.CallerWith(TimeSpan.FromMilliseconds(1)).Call(Request, TestContext.Current.CancellationToken);

        var failed = Assert.IsType<CallOutcome.Failed>(outcome);
        Assert.Equal(ExitCode.Unreachable, failed.ExitCode);
        Assert.StartsWith("The host accepted the connection but did not answer for 0.001 s. End it: ", failed.Message, StringComparison.Ordinal);
        Assert.EndsWith(" stop --force", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void The_callers_own_limit_holds_a_host_that_takes_nothing_or_says_nothing(int length)
    {
        using var done = new ManualResetEventSlim();
        _sandbox.Listen(_ => done.Wait(TestContext.Current.CancellationToken));

        var parameters = Encoding.UTF8.GetBytes($"\"{new string('x', length)}\"");
        var outcome = _sandbox.Caller.Call(
            Request with { Params = parameters, Timeout = TimeSpan.FromMilliseconds(50) }, TestContext.Current.CancellationToken);
        done.Set();

        var failed = Assert.IsType<CallOutcome.Failed>(outcome);
        Assert.Equal(ExitCode.TimedOut, failed.ExitCode);
        Assert.StartsWith("Timed out after 0.05 s; the tool did not run. ", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_callers_own_limit_holds_a_host_that_accepts_and_hangs_and_the_outcome_is_unknown()
    {
        _sandbox.Listen(static talk => talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Accepted, 1).ReadEnd());

        Failed(ExitCode.OutcomeUnknown, "The host accepted the call and exceeded its own time limit.", Request with { Timeout = TimeSpan.FromMilliseconds(50) });
    }

    [Fact]
    public void The_callers_own_limit_holds_another_caller_that_starts_a_host_for_ever()
    {
        var environment = _sandbox.Environment;
        UserDirectory.Runtime.Prepare(environment.RuntimeDirectory, environment.Instance.Folder);
        using var starting = FileLock.TryTake(environment.Instance.StartLock);

        var refusal = Assert.Throws<SkillException>(() => _sandbox.Call(Request with { Timeout = TimeSpan.FromMilliseconds(50) }));

        Assert.Equal(ExitCode.TimedOut, refusal.ExitCode);
        Assert.Empty(_sandbox.Starts);
    }

    [Fact]
    public void A_welcome_ends_the_hurry()
    {
        var patience = TimeSpan.FromSeconds(1);
        var call = _sandbox.CallerWith(patience);
        _sandbox.Listen(talk =>
        {
            talk.Open().Say(FrameKind.Welcome);

            // Time itself is what is tested here: the caller must outlast its patience.
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(patience + TimeSpan.FromMilliseconds(100));
            talk.Say(FrameKind.Accepted, 1).Say(FrameKind.Result, 1, "1");
        });

        Answered("1", call.Call(Request, TestContext.Current.CancellationToken));
    }

    private static void Answered(string result, CallOutcome outcome) =>
        Assert.Equal(result, Encoding.UTF8.GetString(Assert.IsType<CallOutcome.Answered>(outcome).Result.Span));

    private void Failed(ExitCode exitCode, string message, CallRequest? request = null)
    {
        var failed = Assert.IsType<CallOutcome.Failed>(_sandbox.Call(request ?? Request));
        Assert.Equal(exitCode, failed.ExitCode);
        Assert.StartsWith(message, failed.Message, StringComparison.Ordinal);
    }
}
