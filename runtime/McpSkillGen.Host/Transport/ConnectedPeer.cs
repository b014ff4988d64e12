namespace McpSkillGen.Host.Transport;

/// <summary>What the system tells of a client.</summary>
/// <param name="ProcessId">Its process; null if the system does not tell. Asked for when somebody wants to know.</param>
/// <param name="IsElsewhere">Whether it is in another network namespace than the host, as in a sandbox or a container.</param>
internal sealed record ConnectedPeer(Func<int?> ProcessId, bool IsElsewhere);
