using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Configs.Places;

/// <summary>A server that an agent has.</summary>
/// <param name="Reading">The one that the agent would use.</param>
/// <param name="File">The file that it is in.</param>
/// <param name="IsOfProject">Whether that file came with the project, so that somebody else may have written it.</param>
/// <param name="UsersOwn">The user's own server of that name, if the project's takes its place; otherwise null.</param>
internal sealed record FoundServer(ServerReading Reading, string File, bool IsOfProject, FoundServer? UsersOwn);

/// <summary>Finds the servers that an agent of this user is configured with.</summary>
internal static class AgentSearch
{
    /// <param name="agent">One of <see cref="AgentPlaces.Agents"/>.</param>
    /// <param name="serverName">One of the servers; null means all that are not disabled.</param>
    /// <param name="here">The machine.</param>
    /// <param name="note">Receives which files were read.</param>
    /// <exception cref="SkillException">There is no such file, or no such server in them.</exception>
    public static IReadOnlyList<FoundServer> Find(string agent, string? serverName, Surroundings here, Action<string> note)
    {
        var places = AgentPlaces.Of(agent, here).Distinct().ToArray();
        var files = places.Where(File.Exists).Where(HoldsServers).ToArray();
        if (files.Length == 0)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment, $"No servers of {agent} were found. Looked in:\n{string.Join('\n', places.Select(static place => $"  {place}"))}");
        }

        var users = AgentPlaces.OfUser(agent, here);
        var found = new List<FoundServer>();
        foreach (var file in files)
        {
            var read = ConfigFile.ReadEnabled(file);
            var isOfProject = !users.Contains(file);
            var shadowed = new List<string>();
            foreach (var reading in read.Where(reading => serverName is null || reading.Key == serverName))
            {
                // As in the agents, the file nearest to the project wins.
                var server = new FoundServer(reading, file, isOfProject, UsersOwn: null);
                switch (found.FindIndex(known => known.Reading.Key == reading.Key))
                {
                    case < 0:
                        found.Add(server);
                        break;
                    case var at:
                        found[at] = found[at] is { IsOfProject: true, UsersOwn: null } && !isOfProject ? found[at] with { UsersOwn = server } : found[at];
                        shadowed.Add(reading.Key!);
                        break;
                }
            }

            note($"Read {file}: {string.Join(", ", read.Select(static reading => reading.Key))}{(shadowed.Count > 0 ? $"; skipped, because a nearer file has it too: {string.Join(", ", shadowed)}" : "")}");
        }

        return found.Count > 0 ? found : throw new SkillException(
            ExitCode.WrongArguments,
            serverName is null ? $"Every server of {agent} is disabled. Choose one from its file: mcpgen scaffold FILE --server NAME" : $"--server is '{serverName}', but {agent} has no server of that name.");
    }

    private static bool HoldsServers(string file) => FileFormat.HoldsServers(File.ReadAllBytes(file), file);
}
