using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>The files of agents and editors, JSON or YAML, which have servers by name or as a list under one of a few keys.</summary>
internal static class AgentFormat
{
    private static readonly string[] Keys = ["mcpServers", "servers", "context_servers", "mcp_servers", "amp.mcpServers", "mcp.servers", "modelContextProtocolServers"];

    private static readonly string[] Remarks = ["comment", "comments", "note", "notes", "description", "readme", "version"];

    // Where the list is, if not at the top: a workspace of VS Code, a dev container, Augment's and the older Continue's settings.
    private static readonly string[][] Around =
    [
        [], ["settings"], ["settings", "mcp"], ["customizations", "vscode", "mcp"], ["customizations", "vscode", "settings", "mcp"], ["augment.advanced"], ["experimental"],
    ];

    /// <returns>Null if the file is none of them.</returns>
    /// <exception cref="SkillException">The list is neither an object nor an array.</exception>
    public static ServerList? Find(FileValue.Table root, string path)
    {
        foreach (var way in Around)
        {
            if (At(root, way) is { } table && Keys.FirstOrDefault(key => table[key] is not null) is { } key)
            {
                return ListOf(key, table[key]!, table["inputs"] as FileValue.List, root, path);
            }
        }

        // OpenCode's and Crush's servers, or VS Code's settings, which have the list one level further down.
        return root["mcp"] switch
        {
            FileValue.Table mcp when mcp.TableAt("servers") is { } servers && servers["command"] is null && servers["type"] is null =>
                ListOf("servers", servers, mcp["inputs"] as FileValue.List, root, path),
            FileValue.Table mcp => ListOf("mcp", mcp, null, root, path),
            _ when Projects(root) is { Count: > 0 } ours => new ServerList("mcpServers", [.. ours.Select(member => EntryOf(member, null, root, path))]),
            _ => null,
        };
    }

    /// <summary>goose's <c>config.yaml</c> and its recipes.</summary>
    public static ServerList? FindGooses(FileValue.Table root, string path) =>
        root["extensions"] is FileValue.Table or FileValue.List ? ListOf("extensions", root["extensions"]!, null, root, path) : null;

    /// <summary>Servers at the top of the file: the <c>.mcp.json</c> of a plugin.</summary>
    public static ServerList? FindBare(FileValue.Table root, string path)
    {
        var servers = root.Members.Where(static member => !CommentKey.Is(member.Key)).ToArray();
        return servers.All(static member => member.Value is FileValue.Table) && servers.Any(static member => AgentServer.IsOne((FileValue.Table)member.Value))
            ? ListOf("", root, null, root, path)
            : null;
    }

    private static FileValue.Table? At(FileValue.Table root, string[] way)
    {
        var table = root;
        foreach (var key in way)
        {
            table = table?.TableAt(key);
        }

        return table;
    }

    private static ServerList ListOf(string key, FileValue servers, FileValue.List? prompts, FileValue.Table root, string path)
    {
        var table = servers switch
        {
            FileValue.Table byName => byName,
            FileValue.List list => ByName(list),
            FileValue.Text { Value: var file } => throw new SkillException(
                ExitCode.WrongEnvironment, $"{path}: error: \"{key}\" says that the servers are in '{file}'. Give that file: mcpgen scaffold {file}"),
            _ => throw new SkillException(
                ExitCode.WrongEnvironment,
                $"{path}: error: \"{key}\" is {servers.InWords}; expected servers by name: {{\"{key}\": {{\"NAME\": {{\"command\": …}}}}}}."),
        };

        // As Claude Code reads its own file: servers of this project win over those of the user.
        var members = Projects(root);
        members.AddRange(table.Members.Where(member => members.TrueForAll(known => known.Key != member.Key)));
        return new ServerList(
            key,
            [
                .. members.Where(static member => !IsComment(member)).Select((member, i) => EntryOf(
                    member, prompts, root, path,
                    [
                        .. table.Overwritten.Where(lost => lost.Key == member.Key).Select(lost => (lost, member)),
                        .. i == 0 ? root.Repeated : [],
                    ])),
            ]);
    }

    // Each server of a list says its name.
    private static FileValue.Table ByName(FileValue.List list) => FileValue.Table.LastWins(
        [.. list.Items.Select(static (item, i) => new FileValue.Member(
            (item as FileValue.Table)?.ScalarAt("name") ?? (item as FileValue.Table)?.ScalarAt("id") ?? $"server-{i + 1}", item.Place, item))],
        list.Place);

    // "_comment": "our servers"; also a server that somebody commented out as "//github".
    private static bool IsComment(FileValue.Member member) => member.Value switch
    {
        FileValue.Table table when AgentServer.IsOne(table) => CommentKey.IsOneAmongNames(member.Key),
        FileValue.Text => CommentKey.Is(member.Key) || Remarks.Contains(member.Key, StringComparer.OrdinalIgnoreCase),
        _ => CommentKey.Is(member.Key),
    };

    private static ServerList.Entry EntryOf(
        FileValue.Member member,
        FileValue.List? prompts,
        FileValue.Table root,
        string path,
        params IReadOnlyList<(FileValue.Member Lost, FileValue.Member Used)> repeated) => new(
        member.Key,
        member.Value is FileValue.Table server && AgentServer.IsDisabled(server),
        () => AgentServer.Read(member, repeated, prompts, root, path));

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
