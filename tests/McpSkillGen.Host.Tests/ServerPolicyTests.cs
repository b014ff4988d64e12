using McpSkillGen.Host.Lifetime;

namespace McpSkillGen.Host.Tests;

/// <summary>When a server is asked whether it lives, and when it may be started again: tables.</summary>
public sealed class ServerPolicyTests
{
    [Theory]
    [InlineData(0, 60, "look again in 60 s")]
    [InlineData(59.5, 60, "look again in 0.5 s")]
    [InlineData(60, 60, "ask for 10 s")]
    [InlineData(600, 60, "ask for 10 s")]
    [InlineData(7, 7, "ask for 7 s")]
    [InlineData(1, 0.2, "ask for 5 s")]
    [InlineData(0, 3.15e8, "look again in 86400 s")]
    public void Silent_server_is_asked_after_each_interval(double silentSeconds, double intervalSeconds, string expected) =>
        Assert.Equal(expected, Tell(Decide(Idle with { SilentFor = TimeSpan.FromSeconds(silentSeconds) }, intervalSeconds)));

    [Theory]
    [InlineData(0, 59, "look again in 1 s")]
    [InlineData(1, 60, "look again in 60 s")]
    [InlineData(3, 479, "look again in 1 s")]
    [InlineData(3, 480, "ask for 10 s")]
    [InlineData(5, 0, "look again in 1920 s")]
    [InlineData(int.MaxValue, 0, "look again in 1920 s")]
    public void Server_that_nobody_calls_is_asked_ever_more_rarely(int checksPassed, double silentSeconds, string expected) =>
        Assert.Equal(expected, Tell(Decide(Idle with { ChecksPassed = checksPassed, SilentFor = TimeSpan.FromSeconds(silentSeconds) }, 60)));

    [Fact]
    public void Server_under_which_a_call_timed_out_is_asked_at_once() =>
        Assert.Equal("ask for 5 s", Tell(Decide(Idle with { IsSuspect = true }, 3600)));

    [Fact]
    public void Server_at_work_is_neither_asked_nor_replaced_however_long_it_is_silent()
    {
        var busy = Idle with { CallsInFlight = 1, IsSuspect = true, SilentFor = TimeSpan.FromDays(1) };
        Assert.Equal("wait", Tell(Decide(busy, 1)));
        Assert.Equal("wait", Tell(HealthPolicy.AfterSilence(busy)));
    }

    [Fact]
    public void Server_that_is_not_up_or_being_asked_is_not_asked()
    {
        Assert.Equal("wait", Tell(Decide(Idle with { IsUp = false, SilentFor = TimeSpan.FromDays(1) }, 1)));
        Assert.Equal("wait", Tell(Decide(Idle with { IsBeingChecked = true, SilentFor = TimeSpan.FromDays(1) }, 1)));
        Assert.Equal("wait", Tell(HealthPolicy.AfterSilence(Idle with { IsUp = false })));
    }

    [Fact]
    public void Idle_server_that_did_not_answer_is_replaced() =>
        Assert.Equal("replace", Tell(HealthPolicy.AfterSilence(Idle)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(7, 32)]
    [InlineData(8, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Server_whose_tools_change_all_the_time_is_looked_at_less_and_less(int looks, double expectedSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), ComparisonPolicy.PauseAfter(looks));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(7, 4)]
    [InlineData(10, 32)]
    [InlineData(11, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Delay_begins_with_the_fifth_failure_and_doubles_up_to_a_minute(int failures, double expectedSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), RestartPolicy.DelayAfter(failures));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Stream_of_a_server_that_is_gone_is_asked_for_less_and_less(int failures, double expectedSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), ReconnectPolicy.PauseAfter(failures));

    [Theory]
    [InlineData(4, 0, 0)]
    [InlineData(5, 0, 1)]
    [InlineData(6, 0.5, 1.5)]
    [InlineData(6, 2, 0)]
    [InlineData(11, 3600, 0)]
    public void Server_may_be_started_again_when_its_delay_is_over(int failures, double sinceSeconds, double leftSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(leftSeconds), RestartPolicy.WaitLeft(failures, TimeSpan.FromSeconds(sinceSeconds)));

    [Theory]
    [InlineData(false, 1, true)]
    [InlineData(false, 59, true)]
    [InlineData(false, 61, false)]
    [InlineData(true, 1, false)]
    public void Server_that_ends_soon_and_without_one_answer_has_failed_to_start(bool hasAnswered, double livedSeconds, bool isFailed) =>
        Assert.Equal(isFailed, RestartPolicy.IsFailedStart(hasAnswered, TimeSpan.FromSeconds(livedSeconds)));

    [Fact]
    public void Server_over_http_is_asked_only_when_a_call_timed_out_under_it()
    {
        var remote = Idle with { IsRemote = true, SilentFor = TimeSpan.FromHours(1) };
        Assert.IsType<HealthDecision.Wait>(Decide(remote, 60));
        Assert.IsType<HealthDecision.Ask>(Decide(remote with { IsSuspect = true }, 60));
    }

    private static ServerHealth Idle => new(IsUp: true, CallsInFlight: 0, IsBeingChecked: false, IsSuspect: false, SilentFor: TimeSpan.Zero);

    private static HealthDecision Decide(ServerHealth now, double intervalSeconds) => HealthPolicy.Decide(now, TimeSpan.FromSeconds(intervalSeconds));

    private static string Tell(HealthDecision decision) => decision switch
    {
        HealthDecision.Wait => "wait",
        HealthDecision.LookAgainIn { Delay: var delay } => FormattableString.Invariant($"look again in {delay.TotalSeconds:0.###} s"),
        HealthDecision.Ask { Budget: var budget } => FormattableString.Invariant($"ask for {budget.TotalSeconds:0.###} s"),
        _ => "replace",
    };
}
