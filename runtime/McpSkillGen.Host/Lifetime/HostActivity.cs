namespace McpSkillGen.Host.Lifetime;

/// <summary>How far a host is on its way out.</summary>
internal enum HostPhase
{
    /// <summary>Takes calls.</summary>
    Serving,

    /// <summary>Takes no new calls; those in flight go on.</summary>
    Leaving,

    /// <summary>No call is left; the server is being stopped.</summary>
    Stopping,
}

/// <summary>Everything that the decision to stay or to go depends on, at one moment.</summary>
/// <param name="Phase">How far the host is on its way out.</param>
/// <param name="CallsInFlight">Calls that were taken and have not ended.</param>
/// <param name="IdleFor">Time since the end of the last call, or since the start where there was none.</param>
/// <param name="GraceLeft">While leaving: what is left to the calls in flight; null when they may take as long as they need.</param>
internal readonly record struct HostActivity(HostPhase Phase, int CallsInFlight, TimeSpan IdleFor, TimeSpan? GraceLeft = null)
{
    /// <summary>Whether nobody has called yet: whoever started the host is on the way.</summary>
    public bool AwaitsFirstCall { get; init; }
}
