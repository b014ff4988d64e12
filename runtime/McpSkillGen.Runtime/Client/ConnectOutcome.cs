namespace McpSkillGen.Runtime.Client;

/// <summary>What became of an attempt to reach a host that already runs.</summary>
internal abstract record ConnectOutcome
{
    /// <summary>Connected; nothing has been said yet.</summary>
    public sealed record Ready(HostConnection Connection) : ConnectOutcome;

    /// <summary>No host listens there.</summary>
    public sealed record Absent : ConnectOutcome;

    /// <summary>This process may not use sockets, or the place is not safe to use: only a child of our own will do.</summary>
    public sealed record Forbidden(string Reason) : ConnectOutcome;
}
