namespace McpSkillGen.Host.Lifetime;

/// <summary>What the host does next.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Nothing until something happens.</summary>
    public sealed record Stay : Decision;

    /// <summary>Nothing until something happens, or this much time has passed.</summary>
    public sealed record LookAgainIn(TimeSpan Delay) : Decision;

    /// <summary>The idle timeout has passed: stop taking calls.</summary>
    public sealed record Retire : Decision;

    /// <summary>The grace period of a host that was told to stop has passed: cancel what is still in flight.</summary>
    public sealed record CancelCalls : Decision;

    /// <summary>Nothing is in flight any more: stop the server.</summary>
    public sealed record StopServer : Decision;
}

/// <summary>When a host retires: arithmetic on plain values, so that a table tests it without waiting.</summary>
internal static class RetirementPolicy
{
    // A system timer can hold 49 days, an idle timeout ten years. So a long wait is split.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // A caller that got READY from its host must still connect. On a busy machine that takes longer than the shortest idle
    // timeouts. If the host left before that, the caller would start the next one, which would leave too.
    private static readonly TimeSpan FirstCallGrace = TimeSpan.FromSeconds(10);

    /// <param name="now">What is going on.</param>
    /// <param name="idleTimeout">How long after the end of the last call the host retires; zero means never.</param>
    public static Decision Decide(in HostActivity now, TimeSpan idleTimeout) => now switch
    {
        { Phase: HostPhase.Stopping } => new Decision.Stay(),
        { Phase: HostPhase.Leaving, CallsInFlight: 0 } => new Decision.StopServer(),
        { Phase: HostPhase.Leaving, GraceLeft: null } => new Decision.Stay(),
        { Phase: HostPhase.Leaving, GraceLeft: { } left } =>
            left <= TimeSpan.Zero ? new Decision.CancelCalls() : new Decision.LookAgainIn(left),
        { CallsInFlight: > 0 } => new Decision.Stay(),
        _ when idleTimeout == TimeSpan.Zero => new Decision.Stay(),
        { IdleFor: var idle } when idle >= PatienceOf(now, idleTimeout) => new Decision.Retire(),
        { IdleFor: var idle } => new Decision.LookAgainIn(Shorter(PatienceOf(now, idleTimeout) - idle, LongestWait)),
    };

    /// <returns>Null if the host does not retire by itself: it never does, it is busy, or it is already leaving.</returns>
    public static TimeSpan? RetiresIn(in HostActivity now, TimeSpan idleTimeout) =>
        now is { Phase: HostPhase.Serving, CallsInFlight: 0 } && idleTimeout > TimeSpan.Zero
            ? PatienceOf(now, idleTimeout) - Shorter(now.IdleFor, PatienceOf(now, idleTimeout))
            : null;

    private static TimeSpan PatienceOf(in HostActivity now, TimeSpan idleTimeout) =>
        now.AwaitsFirstCall && idleTimeout < FirstCallGrace ? FirstCallGrace : idleTimeout;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
