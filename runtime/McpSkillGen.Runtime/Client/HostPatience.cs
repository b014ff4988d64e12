namespace McpSkillGen.Runtime.Client;

/// <summary>How long to wait for hosts.</summary>
internal static class HostPatience
{
    /// <summary>How long a host may take to send its first message.</summary>
    /// <remarks>It answers from its event loop, without waiting for the server: only a suspended or starved host takes this long.</remarks>
    public static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(20);
}
