namespace McpSkillGen.Host.Lifetime;

/// <summary>How far a host is from its end.</summary>
internal enum HostPhase
{
    /// <summary>Takes calls.</summary>
    Serving,

    /// <summary>Takes no new calls. Those in flight continue.</summary>
    Leaving,

    /// <summary>No call is left. The server is being stopped.</summary>
    Stopping,
}

/// <summary>Everything that the decision to stay or to go depends on, at one moment.</summary>
/// <param name="Phase">How far the host is from its end.</param>
/// <param name="CallsInFlight">Calls that were taken and have not ended.</param>
/// <param name="IdleFor">Time since the end of the last call, or since the start if there was none.</param>
/// <param name="GraceLeft">While leaving: the time left for the calls in flight; null if they may take as long as they need.</param>
internal readonly record struct HostActivity(HostPhase Phase, int CallsInFlight, TimeSpan IdleFor, TimeSpan? GraceLeft = null)
{
    /// <summary>Whether nobody has called yet: the caller that started the host is on its way.</summary>
    public bool AwaitsFirstCall { get; init; }
}
