namespace McpSkillGen.Host.Lifetime;

/// <summary>Everything that the decision to look at the server depends on, at one moment.</summary>
/// <param name="IsUp">Whether a server runs and takes calls. One that starts is not looked at.</param>
/// <param name="CallsInFlight">Calls that were taken and have not ended: whoever works for somebody is not disturbed.</param>
/// <param name="IsBeingChecked">Whether a look is under way.</param>
/// <param name="IsSuspect">Whether a call timed out since the server answered last.</param>
/// <param name="SilentFor">Time since the server answered last, or since its start.</param>
internal readonly record struct ServerHealth(bool IsUp, int CallsInFlight, bool IsBeingChecked, bool IsSuspect, TimeSpan SilentFor)
{
    /// <summary>Whether it is reached over HTTP: nobody asked us to knock at somebody else's door all day.</summary>
    public bool IsRemote { get; init; }
}

/// <summary>What is done for the server's health next.</summary>
internal abstract record HealthDecision
{
    private HealthDecision()
    {
    }

    /// <summary>Nothing until something happens.</summary>
    public sealed record Wait : HealthDecision;

    /// <summary>Nothing until something happens, or this much time has passed.</summary>
    public sealed record LookAgainIn(TimeSpan Delay) : HealthDecision;

    /// <summary>Ask the server something, and give it so much time to answer anything at all.</summary>
    public sealed record Ask(TimeSpan Budget) : HealthDecision;

    /// <summary>It hangs: stop it, and start a fresh one.</summary>
    public sealed record Replace : HealthDecision;
}

/// <summary>When the host looks whether its server still answers: arithmetic on plain values.</summary>
internal static class HealthPolicy
{
    // A server with nothing to do answers in milliseconds; one that was swapped out, or asks a network first, in seconds.
    // Too short costs a healthy server its state, too long only delays what nobody waits for.
    private static readonly TimeSpan ShortestBudget = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBudget = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <param name="now">What is going on.</param>
    /// <param name="checkInterval">How long a server may be silent before it is asked.</param>
    public static HealthDecision Decide(in ServerHealth now, TimeSpan checkInterval) => now switch
    {
        { IsUp: false } or { IsBeingChecked: true } or { CallsInFlight: > 0 } => new HealthDecision.Wait(),
        { IsSuspect: true } => new HealthDecision.Ask(ShortestBudget),
        { IsRemote: true } => new HealthDecision.Wait(),
        { SilentFor: var silent } when silent >= checkInterval => new HealthDecision.Ask(BudgetFor(checkInterval)),
        { SilentFor: var silent } => new HealthDecision.LookAgainIn(Shorter(checkInterval - silent, LongestWait)),
    };

    /// <summary>What follows from a question that was not answered in its budget.</summary>
    /// <param name="now">What is going on now. A call that came meanwhile is given its own time.</param>
    public static HealthDecision AfterSilence(in ServerHealth now) =>
        now is { IsUp: true, CallsInFlight: 0 } ? new HealthDecision.Replace() : new HealthDecision.Wait();

    private static TimeSpan BudgetFor(TimeSpan checkInterval) =>
        checkInterval < ShortestBudget ? ShortestBudget : Shorter(checkInterval, LongestBudget);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
