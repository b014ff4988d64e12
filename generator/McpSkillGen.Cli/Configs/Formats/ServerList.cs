namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>The servers that another program's file holds.</summary>
/// <param name="Key">What the file calls its list.</param>
/// <param name="Entries">In the order of the file.</param>
internal sealed record ServerList(string Key, IReadOnlyList<ServerList.Entry> Entries)
{
    /// <param name="Name">The server's name in the file.</param>
    /// <param name="IsDisabled">Whether the file says so.</param>
    /// <param name="Read">Reads it; only a server that is wanted can be wrong.</param>
    internal sealed record Entry(string Name, bool IsDisabled, Func<ServerReading> Read);
}
