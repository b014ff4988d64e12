namespace McpSkillGen.Runtime.Client;

/// <summary>How long hosts are waited for.</summary>
internal static class HostPatience
{
    /// <summary>How long a host may take for its first word.</summary>
    /// <remarks>It answers from its event loop, without waiting for the server: only a stopped or starved one takes this long.</remarks>
    public static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(20);
}
