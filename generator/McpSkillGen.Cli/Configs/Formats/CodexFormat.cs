using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// The <c>config.toml</c> of Codex, <c>[mcp_servers.NAME]</c>, and of Mistral Vibe, <c>[[mcp_servers]]</c>. They have no
/// <c>${NAME}</c>: what looks like one is plain text, and variables have keys of their own.
/// </summary>
internal static class CodexFormat
{
    private const string Key = "mcp_servers";

    // How Codex treats the server, not how to reach it. How long it may take to start, the host decides.
    private static readonly string[] CodexsOwnKeys =
    [
        "enabled", "required", "startup_timeout_sec", "startup_timeout_ms", "scopes", "oauth", "oauth_resource", "auth", "tools", "environment_id",
        "experimental_environment", "supports_parallel_tool_calls", "default_tools_approval_mode", "name", "transport", "type", "disabled", "prompt", "sampling_enabled",
    ];

    /// <returns>Null if the file has no servers.</returns>
    public static ServerList? Find(FileValue.Table root, string path)
    {
        var members = root[Key] switch
        {
            FileValue.Table byName => byName.Members,
            FileValue.List list => [.. list.Items.Select(static (item, i) => new FileValue.Member(
                (item as FileValue.Table)?.ScalarAt("name") ?? $"server-{i + 1}", item.Place, item))],
            _ => null,
        };
        return members is null ? null : new ServerList(Key, [.. members.Select(member => new ServerList.Entry(
            member.Key, member.Value is FileValue.Table table && AgentServer.IsDisabled(table), () => Read(member, path)))]);
    }

    private static ServerReading Read(FileValue.Member member, string path)
    {
        if (member.Value is not FileValue.Table table)
        {
            var place = member.Value.Place;
            return new ServerReading(member.Key, null, [new ConfigProblem(IsError: true, path, place.Line, place.Column, $"\"{member.Key}\" is {member.Value.InWords}; expected a table.")]);
        }

        var reader = new TableReader(table, path);
        string[] line = reader.Any("command") is FileValue.List ? reader.Texts("command") : [.. new[] { reader.Text("command") }.OfType<string>()];
        var command = line.FirstOrDefault();
        var url = reader.Text("url");
        var folders = KnownFolders.Of(path);
        var config = new SkillConfig
        {
            Name = member.Key,
            Transport = command is not null || url is null ? TransportKind.Stdio : reader.Table.TextAt("transport") is "sse" ? TransportKind.Sse : TransportKind.AnyHttp,
            Command = Literally(command),
            Arguments = [.. line.Skip(1).Concat(reader.Texts("args")).Select(EditorVariables.Literally)],
            Environment = ReadEnvironment(reader),
            WorkingDirectory = Literally(reader.Text("cwd")),
            Url = Literally(url),
            Headers = ReadHeaders(reader),
            CallTimeout = reader.Seconds("tool_timeout_sec", allowZero: false) ?? SkillConfig.DefaultCallTimeout,
            Tools = new ToolFilter(reader.Texts("enabled_tools"), reader.Texts("disabled_tools")),
        };
        if (reader.Any("http_headers_helper") is { } helper)
        {
            reader.Report(isError: false, helper.Place, "\"http_headers_helper\" is a program that Codex runs. Its headers are ignored.");
        }

        if (!reader.HasErrors && (command, url) is (null or "", null or ""))
        {
            reader.Report(isError: true, table.Place, "the server has neither \"command\" nor \"url\": say how to start it, or where it is.");
        }

        reader.Ignore(CodexsOwnKeys);
        reader.ReportUnknown();
        return new ServerReading(
            member.Key,
            reader.HasErrors
                ? null
                : new ServerSource(member.Key, config, folders.Base, null, reader.Problems) { Project = folders.Project },
            reader.Problems);
    }

    private static Dictionary<string, string> ReadEnvironment(TableReader reader)
    {
        var variables = reader.TextMap("env").ToDictionary(static pair => pair.Key, static pair => EditorVariables.Literally(pair.Value), StringComparer.Ordinal);
        foreach (var item in (reader.Any("env_vars") as FileValue.List)?.Items ?? [])
        {
            var named = (item as FileValue.Text)?.Value ?? (item as FileValue.Table)?.TextAt("name");
            if (named is { Length: > 0 } name)
            {
                variables.TryAdd(name, $"${{{name}}}");
            }
        }

        return variables;
    }

    private static Dictionary<string, string> ReadHeaders(TableReader reader)
    {
        var headers = reader.TextMap("http_headers").Concat(reader.TextMap("headers"))
            .ToDictionary(static pair => pair.Key, static pair => EditorVariables.Literally(pair.Value), StringComparer.Ordinal);
        foreach (var (header, variable) in reader.TextMap("env_http_headers"))
        {
            headers[header] = $"${{{variable}}}";
        }

        if (reader.Text("bearer_token_env_var") is { } tokenVariable)
        {
            headers["Authorization"] = $"Bearer ${{{tokenVariable}}}";
        }
        else if (reader.Text("bearer_token") is { } token)
        {
            headers["Authorization"] = $"Bearer {EditorVariables.Literally(token)}";
        }

        // Vibe's: the variable, the header that it goes into, and what stands around it there.
        if (reader.Text("api_key_env") is { Length: > 0 } keyVariable)
        {
            var format = reader.Text("api_key_format") ?? "Bearer {token}";
            headers[reader.Text("api_key_header") ?? "Authorization"] = format.Replace("{token}", $"${{{keyVariable}}}", StringComparison.Ordinal);
        }

        reader.Ignore("bearer_token", "api_key_header", "api_key_format");
        return headers;
    }

    private static string? Literally(string? text) => text is null ? null : EditorVariables.Literally(text);
}
