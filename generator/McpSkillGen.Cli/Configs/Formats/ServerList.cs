namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>The servers in another program's file.</summary>
/// <param name="Key">What the file calls its list.</param>
/// <param name="Entries">In the order of the file.</param>
internal sealed record ServerList(string Key, IReadOnlyList<ServerList.Entry> Entries)
{
    /// <param name="Name">The server's name in the file.</param>
    /// <param name="IsDisabled">Whether the file disables it.</param>
    /// <param name="Read">Reads it. Only wanted servers are read, so mistakes in others do not matter.</param>
    internal sealed record Entry(string Name, bool IsDisabled, Func<ServerReading> Read);
}
