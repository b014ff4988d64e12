namespace McpSkillGen.Runtime.Client;

/// <summary>The outcome of connecting to a host that may run already.</summary>
internal abstract record ConnectOutcome
{
    /// <summary>Connected; nothing has been said yet.</summary>
    public sealed record Ready(HostConnection Connection) : ConnectOutcome;

    /// <summary>No host listens there.</summary>
    public sealed record Absent : ConnectOutcome;

    /// <summary>This process may not use sockets, or the folder is not safe to use: only a child process can be the host.</summary>
    public sealed record Forbidden(string Reason) : ConnectOutcome;
}
