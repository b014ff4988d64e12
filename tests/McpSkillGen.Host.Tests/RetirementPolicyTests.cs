using McpSkillGen.Host.Lifetime;

namespace McpSkillGen.Host.Tests;

public sealed class RetirementPolicyTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(0, 3600, "look again in 3600 s")]
    [InlineData(3599.5, 3600, "look again in 0.5 s")]
    [InlineData(3600, 3600, "retire")]
    [InlineData(9999, 3600, "retire")]
    [InlineData(0.1, 0.25, "look again in 0.15 s")]
    [InlineData(0, 0, "stay")]
    [InlineData(1e6, 0, "stay")]
    [InlineData(0, 3.15e8, "look again in 86400 s")]
    public void Idle_host_retires_at_its_timeout_and_never_at_zero(double idleSeconds, double timeoutSeconds, string expected) =>
        Assert.Equal(expected, Tell(Decide(new HostActivity(HostPhase.Serving, 0, TimeSpan.FromSeconds(idleSeconds)), timeoutSeconds)));

    [Theory]
    [InlineData(0.1, 0.05, "look again in 9.9 s")]
    [InlineData(10, 0.05, "retire")]
    [InlineData(10, 3600, "look again in 3590 s")]
    [InlineData(1e6, 0, "stay")]
    public void Host_that_nobody_has_called_yet_waits_for_its_first_caller(double idleSeconds, double timeoutSeconds, string expected) =>
        Assert.Equal(expected, Tell(Decide(
            new HostActivity(HostPhase.Serving, 0, TimeSpan.FromSeconds(idleSeconds)) { AwaitsFirstCall = true }, timeoutSeconds)));

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void Call_in_flight_keeps_the_host_however_long_it_takes(int calls) =>
        Assert.Equal("stay", Tell(Decide(new HostActivity(HostPhase.Serving, calls, TimeSpan.FromDays(1)), 1)));

    [Fact]
    public void Leaving_host_stops_its_server_only_when_no_call_is_left()
    {
        Assert.Equal("stay", Tell(Decide(new HostActivity(HostPhase.Leaving, 1, TimeSpan.Zero), 1)));
        Assert.Equal("stop the server", Tell(Decide(new HostActivity(HostPhase.Leaving, 0, TimeSpan.Zero), 1)));
    }

    [Theory]
    [InlineData(5, "look again in 5 s")]
    [InlineData(0, "cancel calls")]
    [InlineData(-1, "cancel calls")]
    public void Host_that_was_told_to_stop_cancels_calls_when_their_grace_is_over(double left, string expected) =>
        Assert.Equal(expected, Tell(Decide(new HostActivity(HostPhase.Leaving, 2, TimeSpan.Zero, TimeSpan.FromSeconds(left)), 1)));

    [Fact]
    public void Stopping_host_decides_nothing_any_more() =>
        Assert.Equal("stay", Tell(Decide(new HostActivity(HostPhase.Stopping, 0, TimeSpan.FromDays(1)), 1)));

    [Fact]
    public void Status_tells_when_the_host_retires_and_null_while_it_cannot_say()
    {
        Assert.Equal(TimeSpan.FromMinutes(50), RetirementPolicy.RetiresIn(new HostActivity(HostPhase.Serving, 0, TimeSpan.FromMinutes(10)), Hour));
        Assert.Equal(TimeSpan.Zero, RetirementPolicy.RetiresIn(new HostActivity(HostPhase.Serving, 0, TimeSpan.FromHours(2)), Hour));
        Assert.Null(RetirementPolicy.RetiresIn(new HostActivity(HostPhase.Serving, 1, TimeSpan.Zero), Hour));
        Assert.Null(RetirementPolicy.RetiresIn(new HostActivity(HostPhase.Serving, 0, TimeSpan.Zero), TimeSpan.Zero));
        Assert.Null(RetirementPolicy.RetiresIn(new HostActivity(HostPhase.Leaving, 0, TimeSpan.Zero), Hour));
    }

    private static Decision Decide(HostActivity now, double timeoutSeconds) => RetirementPolicy.Decide(now, TimeSpan.FromSeconds(timeoutSeconds));

    private static string Tell(Decision decision) => decision switch
    {
        Decision.Stay => "stay",
        Decision.LookAgainIn { Delay: var delay } => FormattableString.Invariant($"look again in {delay.TotalSeconds:0.###} s"),
        Decision.Retire => "retire",
        Decision.CancelCalls => "cancel calls",
        _ => "stop the server",
    };
}
