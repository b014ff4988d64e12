namespace McpSkillGen.Host.Lifetime;

/// <summary>Everything that the decision to check the server depends on, at one moment.</summary>
/// <param name="IsUp">Whether a server runs and takes calls. One that is starting is not checked.</param>
/// <param name="CallsInFlight">Calls that were taken and have not ended: a server at work is not disturbed.</param>
/// <param name="IsBeingChecked">Whether a check is running.</param>
/// <param name="IsSuspect">Whether a call timed out since the server answered last.</param>
/// <param name="SilentFor">Time since the server answered last, or since its start.</param>
internal readonly record struct ServerHealth(bool IsUp, int CallsInFlight, bool IsBeingChecked, bool IsSuspect, TimeSpan SilentFor)
{
    /// <summary>Whether it is reached over HTTP: somebody else's server is not polled all day.</summary>
    public bool IsRemote { get; init; }

    /// <summary>How many checks in a row it has passed since the last call.</summary>
    public int ChecksPassed { get; init; }
}

/// <summary>What is done next for the server's health.</summary>
internal abstract record HealthDecision
{
    private HealthDecision()
    {
    }

    /// <summary>Nothing until something happens.</summary>
    public sealed record Wait : HealthDecision;

    /// <summary>Nothing until something happens, or this much time has passed.</summary>
    public sealed record LookAgainIn(TimeSpan Delay) : HealthDecision;

    /// <summary>Ask the server something, and give it this much time to answer anything at all.</summary>
    public sealed record Ask(TimeSpan Budget) : HealthDecision;

    /// <summary>It hangs: stop it, and start a new one.</summary>
    public sealed record Replace : HealthDecision;
}

/// <summary>When the host checks whether its server still answers: arithmetic on plain values.</summary>
internal static class HealthPolicy
{
    // An idle server answers in milliseconds. One that was swapped out, or that asks the network first, takes seconds. If this
    // is too short, a healthy server loses its state. If it is too long, only something is delayed that nobody waits for.
    private static readonly TimeSpan ShortestBudget = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBudget = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // 32 times as long: one of the default interval is asked after 1, 3, 7, 15, 31 and 63 minutes, and is gone after an hour.
    private const int MostDoublings = 5;

    /// <param name="now">What is going on.</param>
    /// <param name="checkInterval">How long a server may be silent before it is asked first. After each answer, twice as long.</param>
    public static HealthDecision Decide(in ServerHealth now, TimeSpan checkInterval) =>
        Decide(now, checkInterval * (1 << Math.Min(now.ChecksPassed, MostDoublings)), BudgetFor(checkInterval));

    private static HealthDecision Decide(in ServerHealth now, TimeSpan patience, TimeSpan budget) => now switch
    {
        { IsUp: false } or { IsBeingChecked: true } or { CallsInFlight: > 0 } => new HealthDecision.Wait(),
        { IsSuspect: true } => new HealthDecision.Ask(ShortestBudget),
        { IsRemote: true } => new HealthDecision.Wait(),
        { SilentFor: var silent } when silent >= patience => new HealthDecision.Ask(budget),
        { SilentFor: var silent } => new HealthDecision.LookAgainIn(Shorter(patience - silent, LongestWait)),
    };

    /// <summary>What follows from a question that was not answered in time.</summary>
    /// <param name="now">What is going on now. A call that came meanwhile gets its own time.</param>
    public static HealthDecision AfterSilence(in ServerHealth now) =>
        now is { IsUp: true, CallsInFlight: 0 } ? new HealthDecision.Replace() : new HealthDecision.Wait();

    private static TimeSpan BudgetFor(TimeSpan checkInterval) =>
        checkInterval < ShortestBudget ? ShortestBudget : Shorter(checkInterval, LongestBudget);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
