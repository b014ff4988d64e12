using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>The JSON files of agents and editors, which have servers by name under one of a few keys.</summary>
internal static class AgentFormat
{
    /// <returns>Null if the file is none of them.</returns>
    /// <exception cref="SkillException">The list is not an object.</exception>
    public static ServerList? Find(FileValue.Table root, string path)
    {
        foreach (var key in new[] { "mcpServers", "servers", "context_servers" })
        {
            if (root[key] is { } servers)
            {
                return ListOf(key, servers, root["inputs"] as FileValue.List, root, path);
            }
        }

        // OpenCode's servers, or VS Code's settings, which have the list one level further down.
        return root["mcp"] switch
        {
            FileValue.Table mcp when mcp.TableAt("servers") is { } servers && servers["command"] is null && servers["type"] is null =>
                ListOf("servers", servers, mcp["inputs"] as FileValue.List, root, path),
            FileValue.Table mcp => ListOf("mcp", mcp, null, root, path),
            _ when Projects(root) is { Count: > 0 } ours => new ServerList("mcpServers", [.. ours.Select(member => EntryOf(member, null, path))]),
            _ => null,
        };
    }

    private static ServerList ListOf(string key, FileValue servers, FileValue.List? prompts, FileValue.Table root, string path)
    {
        if (servers is not FileValue.Table table)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment, $"{path}: error: \"{key}\" is not an object; expected servers by name: {{\"{key}\": {{\"NAME\": {{\"command\": …}}}}}}.");
        }

        // As Claude Code reads its own file: servers of this project win over those of the user.
        var members = Projects(root);
        members.AddRange(table.Members.Where(member => members.TrueForAll(known => known.Key != member.Key)));
        return new ServerList(key, [.. members.Select(member => EntryOf(member, prompts, path))]);
    }

    private static ServerList.Entry EntryOf(FileValue.Member member, FileValue.List? prompts, string path) => new(
        member.Key,
        member.Value is FileValue.Table server && (server["disabled"] is FileValue.Flag { Value: true } || server["enabled"] is FileValue.Flag { Value: false }),
        () => AgentServer.Read(member, prompts, path));

    private static List<FileValue.Member> Projects(FileValue.Table root)
    {
        var found = new List<FileValue.Member>();
        var projects = root.TableAt("projects");
        for (var folder = Environment.CurrentDirectory; projects is not null && folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var servers = (projects[folder] as FileValue.Table)?.TableAt("mcpServers");
            found.AddRange(servers?.Members.Where(member => found.TrueForAll(known => known.Key != member.Key)).ToArray() ?? []);
        }

        return found;
    }
}
