using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Configs.Places;

/// <summary>Finds the servers that an agent of this user is configured with.</summary>
internal static class AgentSearch
{
    /// <param name="agent">One of <see cref="AgentPlaces.Agents"/>.</param>
    /// <param name="serverName">One of the servers; null means all that are not disabled.</param>
    /// <param name="here">The machine.</param>
    /// <param name="note">Receives which files were read.</param>
    /// <exception cref="SkillException">There is no such file, or no such server in them.</exception>
    public static IReadOnlyList<ServerReading> Find(string agent, string? serverName, Surroundings here, Action<string> note)
    {
        var places = AgentPlaces.Of(agent, here).Distinct().ToArray();
        var files = places.Where(File.Exists).Where(HoldsServers).ToArray();
        if (files.Length == 0)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment, $"No servers of {agent} were found. Looked in:\n{string.Join('\n', places.Select(static place => $"  {place}"))}");
        }

        var found = new List<ServerReading>();
        foreach (var file in files)
        {
            var read = ConfigFile.ReadEnabled(file);
            var chosen = read.Where(reading => serverName is null || reading.Key == serverName).ToArray();

            // As in the agents, the file nearest to the project wins.
            var fresh = chosen.Where(reading => found.TrueForAll(known => known.Key != reading.Key)).ToArray();
            var shadowed = chosen.Except(fresh).Select(static reading => reading.Key).ToArray();
            note($"Read {file}: {string.Join(", ", read.Select(static reading => reading.Key))}{(shadowed.Length > 0 ? $"; skipped, because a nearer file has it too: {string.Join(", ", shadowed)}" : "")}");
            found.AddRange(fresh);
        }

        return found.Count > 0 ? found : throw new SkillException(
            ExitCode.WrongArguments,
            serverName is null ? $"Every server of {agent} is disabled. Choose one from its file: mcpgen scaffold FILE --server NAME" : $"--server is '{serverName}', but {agent} has no server of that name.");
    }

    private static bool HoldsServers(string file) => FileFormat.HoldsServers(File.ReadAllBytes(file), file);
}
