using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// Reads one server of an agent's JSON file. The agents agree on <c>command</c>, <c>args</c>, <c>env</c>, <c>url</c> and
/// <c>headers</c>. For everything else, each of their spellings is read.
/// </summary>
internal static class AgentServer
{
    // What agents store with a server for their own use. "timeout" is among them: some mean milliseconds, others seconds.
    private static readonly string[] AgentsOwnKeys =
    [
        "disabled", "enabled", "alwaysAllow", "autoApprove", "alwaysLoad", "trust", "timeout", "tools", "gallery", "version", "id", "icon", "source",
        "settings", "oauth", "auth", "dev", "disabledTools", "networkTimeout", "initTimeout", "startupTimeout", "remote", "extensionName", "sandbox",
        "sandboxEnabled", "headersHelper", "authProviderType", "targetAudience", "targetServiceAccount",
    ];

    public static ServerReading Read(FileValue.Member member, FileValue.List? prompts, string path)
    {
        if (member.Value is not FileValue.Table table)
        {
            var place = member.Value.Place;
            return new ServerReading(member.Key, null, [new ConfigProblem(IsError: true, path, place.Line, place.Column, $"the config is {member.Value.InWords}; expected an object.")]);
        }

        var reader = new TableReader(table, path);
        var workspace = ProjectFolder.Of(path);
        var config = ReadConfig(reader, member.Key, path, workspace);
        EditorVariables.ReportUnknown(table, reader, prompts, workspace);
        reader.Ignore(AgentsOwnKeys);
        reader.ReportUnknown();
        return reader.HasErrors
            ? new ServerReading(member.Key, null, reader.Problems)
            : new ServerReading(
                member.Key,
                new ServerSource(member.Key, EditorVariables.WithOurs(config, workspace), workspace ?? ServerSource.FolderOf(path), null, reader.Problems)
                {
                    Project = workspace,
                },
                reader.Problems);
    }

    private static SkillConfig ReadConfig(TableReader reader, string name, string path, string? workspace)
    {
        var (command, arguments) = ReadCommand(reader);
        var (url, transport) = ReadAddress(reader, path, hasCommand: command is not null);
        var config = new SkillConfig
        {
            Name = reader.Text("name") ?? name,
            Description = reader.Text("description"),
            Transport = transport,
            Command = command,
            Arguments = arguments,
            Environment = ReadEnvironment(reader, path, workspace),
            WorkingDirectory = reader.Text("cwd"),
            Url = url,
            Headers = reader.TextMap("headers"),
            KeepAlive = ReadKeepAlive(reader),
            Scope = reader.Text("scope") is "workspace" ? InstanceScope.Workspace : InstanceScope.Skill,
            Tools = new ToolFilter(reader.Texts("includeTools"), reader.Texts("excludeTools")),
        };
        if (!reader.HasErrors && (transport is TransportKind.Stdio ? config.Command : config.Url) is null or "")
        {
            reader.Report(isError: true, reader.Table.Place, (reader.Table["settings"], reader.Table["source"]) is (null, null)
                ? "the config has neither \"command\" nor \"url\": say how to start the server, or where it is."
                : "only an extension of Zed knows how to start the server: add \"command\" and \"args\".");
        }

        return config;
    }

    /// <summary>A program and its arguments. OpenCode writes both as one array, older Zed as an object.</summary>
    private static (string? Command, IReadOnlyList<string> Arguments) ReadCommand(TableReader reader)
    {
        var stated = reader.Texts("args");
        switch (reader.Any("command"))
        {
            case FileValue.List:
                return reader.Texts("command") is [var program, .. var rest] ? (program, [.. rest, .. stated]) : (null, stated);
            case FileValue.Table nested:
                return (nested.TextAt("path"), [.. ((nested["args"] as FileValue.List)?.Items ?? []).OfType<FileValue.Text>().Select(static text => text.Value)]);
            default:
                return (reader.Text("command"), stated);
        }
    }

    /// <summary>Where the server is: <c>url</c>, Windsurf's <c>serverUrl</c>, Gemini's <c>httpUrl</c>.</summary>
    private static (string? Url, TransportKind Transport) ReadAddress(TableReader reader, string path, bool hasCommand)
    {
        var type = reader.Text("type") ?? reader.Text("transport") ?? reader.Text("transportType");
        reader.Ignore("transport", "transportType");
        var streamed = reader.Text("httpUrl");
        var url = streamed ?? reader.Text("url") ?? reader.Text("serverUrl") ?? reader.Text("endpoint");
        reader.Ignore("url", "serverUrl", "endpoint");
        if (url is null || (hasCommand && type is null or "stdio" or "local"))
        {
            return (url, type is "http" or "sse" && !hasCommand ? TransportKind.Http : TransportKind.Stdio);
        }

        // In Gemini's files, "url" means the old transport. Elsewhere it can be either.
        var isGeminis = streamed is null && path.Replace('\\', '/').Contains("/.gemini/", StringComparison.Ordinal);
        return (url, type is "sse" || (type is null && isGeminis) ? TransportKind.Sse : TransportKind.Http);
    }

    private static Dictionary<string, string> ReadEnvironment(TableReader reader, string path, string? workspace)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.Any("envFile") is FileValue.Text { Value: var stated, Place: var place })
        {
            var file = Path.GetFullPath(stated.Replace("${workspaceFolder}", workspace ?? "", StringComparison.Ordinal), ServerSource.FolderOf(path));
            if (File.Exists(file))
            {
                variables = DotEnv.Parse(File.ReadAllText(file))
                    .ToDictionary(static pair => pair.Key, static pair => EditorVariables.Literally(pair.Value), StringComparer.Ordinal);
            }
            else
            {
                reader.Report(isError: true, place, $"\"envFile\" is '{stated}', but there is no file '{file}'.");
            }
        }

        var nested = reader.Table["command"] as FileValue.Table;
        foreach (var (name, value) in reader.TextMap("env")
            .Concat(reader.TextMap("environment"))
            .Concat(nested is null ? [] : new TableReader(nested, path).TextMap("env")))
        {
            variables[name] = value;
        }

        return variables;
    }

    private static KeepAlive ReadKeepAlive(TableReader reader)
    {
        const string Key = "keep_alive";
        var keepAlive = KeepAlive.Default;
        switch (reader.Any(Key) ?? reader.Any("keepAlive"))
        {
            case null:
                return keepAlive;
            case FileValue.Flag flag:
                return keepAlive with { Enabled = flag.Value };
            case FileValue.Number number:
                return keepAlive with { IdleTimeout = reader.SecondsOf(number, Key, allowZero: true) ?? keepAlive.IdleTimeout };
            case FileValue.Table table:
                return keepAlive with
                {
                    Enabled = (table["enabled"] as FileValue.Flag)?.Value ?? keepAlive.Enabled,
                    IdleTimeout = table["timeout"] is { } idle ? reader.SecondsOf(idle, $"{Key}.timeout", allowZero: true) ?? keepAlive.IdleTimeout : keepAlive.IdleTimeout,
                    CheckInterval = (table["check_interval"] ?? table["checkInterval"]) is { } interval
                        ? reader.SecondsOf(interval, $"{Key}.check_interval", allowZero: false) ?? keepAlive.CheckInterval
                        : keepAlive.CheckInterval,
                };
            case var other:
                reader.Wrong<string>(other, Key, "true, false, seconds, or an object with \"enabled\", \"timeout\" and \"check_interval\"");
                return keepAlive;
        }
    }
}
