using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// Reads one server of an agent's file. The agents agree on <c>command</c>, <c>args</c>, <c>env</c>, <c>url</c> and
/// <c>headers</c>. For everything else, each of their spellings is read.
/// </summary>
internal static class AgentServer
{
    private static readonly string[] AddressKeys = ["httpUrl", "url", "serverUrl", "endpoint", "uri", "baseUrl"];

    private static readonly string[] TypeKeys = ["type", "transport", "transportType"];

    private static readonly string[] EnablingKeys = ["enabled", "isActive", "active"];

    // Extensions that are part of goose.
    private static readonly string[] BuiltIn = ["builtin", "platform", "frontend", "inline_python"];

    // What agents store with a server for their own use. "timeout" is among them: some mean milliseconds, others seconds.
    private static readonly string[] AgentsOwnKeys =
    [
        "disabled", "enabled", "isActive", "active", "alwaysAllow", "autoApprove", "alwaysLoad", "trust", "timeout", "gallery", "version", "id", "icon", "source", "settings",
        "oauth", "auth", "dev", "networkTimeout", "initTimeout", "startupTimeout", "remote", "extensionName", "sandbox", "sandboxEnabled", "authProviderType", "targetAudience",
        "targetServiceAccount", "watchPaths", "start_on_launch", "serverInstructions", "iconPath", "chatMenu", "customUserVars", "requiresOAuth", "startup", "title", "logo",
        "logoUrl", "provider", "providerUrl", "tags", "displayName", "display_name", "bundled", "faviconUrl", "connectionTimeout", "installSource", "registryUrl", "longRunning",
        "inputs", "isTrusted", "trusted", "shouldConfig", "searchKey", "reference", "anythingllm", "lifecycle", "logging", "custom_instructions", "autoStart", "restart",
        "requestInit", "excludeToolsFromContext", "disabledPrompts", "disabledResources", "ignoredWarnings", "clientId", "scopes", "oauthScopes", "fromGalleryId", "recommended",
    ];

    // Programs that the agent runs for each connection, and whose output it sends along.
    private static readonly string[] Helpers = ["headersHelper", "headers_helper", "http_headers_helper", "apiKeyHelper"];

    /// <summary>Whether a table says how to reach a server.</summary>
    public static bool IsOne(FileValue.Table table) => table["command"] is not null || table["cmd"] is not null || AddressKeys.Any(key => table[key] is FileValue.Text);

    public static bool IsDisabled(FileValue.Table table) =>
        table["disabled"] is FileValue.Flag { Value: true }
        || EnablingKeys.Any(key => table[key] is FileValue.Flag { Value: false })
        || BuiltIn.Contains(table.TextAt("type"));

    /// <param name="member">The server and its name.</param>
    /// <param name="repeated">Names around it that are there twice.</param>
    /// <param name="prompts">What the file says about its <c>${input:…}</c>; may be null.</param>
    /// <param name="root">The whole file.</param>
    /// <param name="path">The file.</param>
    public static ServerReading Read(
        FileValue.Member member,
        IReadOnlyList<(FileValue.Member Lost, FileValue.Member Used)> repeated,
        FileValue.List? prompts,
        FileValue.Table root,
        string path)
    {
        if (member.Value is not FileValue.Table stated)
        {
            var place = member.Value.Place;
            return new ServerReading(member.Key, null, [new ConfigProblem(IsError: true, path, place.Line, place.Column, $"the config is {member.Value.InWords}; expected an object.")]);
        }

        var table = WithTransport(stated);
        var reader = new TableReader(table, path);
        var folders = KnownFolders.Of(path);
        var variables = new EditorVariables(folders, SpellingOf(root, path))
        {
            UserValues = [.. table.TableAt("customUserVars")?.Members.Select(static value => value.Key) ?? []],
        };
        foreach (var (lost, used) in repeated)
        {
            reader.ReportRepeated(lost, used);
        }

        var config = ReadConfig(reader, member.Key, path, folders);
        variables.ReportUnknown(table, reader, prompts);
        reader.Ignore(AgentsOwnKeys);
        foreach (var helper in Helpers.Where(key => reader.Any(key) is not null))
        {
            reader.Report(isError: false, table[helper]!.Place,
                $"\"{helper}\" is a program that the agent runs. Its headers are not sent: put the header into \"headers\" with a variable, or log in.");
        }

        reader.ReportUnknown();
        if (reader.HasErrors)
        {
            return new ServerReading(member.Key, null, reader.Problems);
        }

        config = variables.WithOurs(AgentSettings.Added(config, root));
        var source = new ServerSource(member.Key, config, folders.Base, null, reader.Problems) { Project = folders.Project };
        return new ServerReading(member.Key, source, reader.Problems);
    }

    private static VariableSpelling SpellingOf(FileValue.Table root, string path)
    {
        var place = path.Replace('\\', '/');
        string[] parts = place.Split('/');
        return parts.Any(static part => part is ".gemini" or ".qwen" or ".iflow" or "gemini-extension.json" or "qwen-extension.json" or "crush.json" or ".crush.json")
            || root.TextAt("$schema") is { } schema && schema.Contains("crush", StringComparison.Ordinal)
            || root["extensions"] is not null
            ? VariableSpelling.Shell
            : VariableSpelling.Braces;
    }

    // The older Continue has everything one level further down: { "transport": { "type": "stdio", "command": … } }.
    private static FileValue.Table WithTransport(FileValue.Table stated) => stated.TableAt("transport") is { } transport
        ? stated with { Members = [.. stated.Members.Where(static member => member.Key != "transport"), .. transport.Members] }
        : stated;

    private static SkillConfig ReadConfig(TableReader reader, string name, string path, KnownFolders folders)
    {
        var (command, arguments) = ReadCommand(reader);
        var (url, transport) = ReadAddress(reader, hasCommand: command is not null);
        var config = new SkillConfig
        {
            Name = reader.Text("name") ?? name,
            Description = reader.Text("description"),
            Transport = transport,
            Command = command,
            Arguments = arguments,
            Environment = ReadEnvironment(reader, path, folders),
            WorkingDirectory = reader.Text("cwd") ?? reader.Text("working_directory") ?? reader.Text("workingDirectory"),
            Url = url,
            Headers = ReadHeaders(reader, path),
            KeepAlive = ReadKeepAlive(reader),
            Scope = reader.Text("scope") is "workspace" ? InstanceScope.Workspace : InstanceScope.Skill,
            Tools = ReadTools(reader),
        };
        reader.Ignore("working_directory", "workingDirectory");
        if (!reader.HasErrors && (transport is TransportKind.Stdio ? config.Command : config.Url) is null or "")
        {
            reader.Report(isError: true, reader.Table.Place, (reader.Table["settings"], reader.Table["source"]) is (null, null)
                ? "the config has neither \"command\" nor \"url\": say how to start the server, or where it is."
                : "only an extension of Zed knows how to start the server: add \"command\" and \"args\".");
        }

        return config;
    }

    /// <summary>A program and its arguments. OpenCode writes both as one array, older Zed as an object, goose as <c>cmd</c>.</summary>
    private static (string? Command, IReadOnlyList<string> Arguments) ReadCommand(TableReader reader)
    {
        var stated = reader.Texts("args");
        switch (reader.Any("command"))
        {
            case FileValue.List:
                return reader.Texts("command") is [var program, .. var rest] ? (program, [.. rest, .. stated]) : (null, stated);
            case FileValue.Table nested:
                return (nested.TextAt("path"), [.. ((nested["args"] as FileValue.List)?.Items ?? []).OfType<FileValue.Text>().Select(static text => text.Value)]);
            case null:
                return (reader.Text("cmd"), stated);
            default:
                return (reader.Text("command"), stated);
        }
    }

    /// <summary>Where the server is, and how it is talked to. Without a type, an address can be either kind of HTTP.</summary>
    private static (string? Url, TransportKind Transport) ReadAddress(TableReader reader, bool hasCommand)
    {
        var url = AddressKeys.Select(reader.Text).ToArray().FirstOrDefault(static text => text is not null);
        var type = TypeKeys.Select(key => reader.Table[key] as FileValue.Text).FirstOrDefault(static text => text is not null);
        reader.Ignore(TypeKeys);
        switch (type?.Value.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal))
        {
            case null:
                return (url, hasCommand || url is null ? TransportKind.Stdio : TransportKind.AnyHttp);
            case "stdio" or "local" or "command" or "process":
                return (url, TransportKind.Stdio);
            case "http" or "streamablehttp" or "streamable" or "httpstream" or "shttp":
                return (url, TransportKind.Http);
            case "sse":
                return (url, TransportKind.Sse);
            case "remote" or "url":
                return (url, TransportKind.AnyHttp);
            default:
                reader.Report(isError: true, type!.Place, $"the server's type is \"{type.Value}\"; expected stdio, http or sse. Only the program that this file is for can use this server.");
                return (url, TransportKind.Stdio);
        }
    }

    private static Dictionary<string, string> ReadHeaders(TableReader reader, string path)
    {
        // mcphost has them as an array of "Name: value".
        var headers = reader.Any("headers") is FileValue.List
            ? reader.Texts("headers").Select(static line => line.Split(':', 2)).Where(static pair => pair.Length == 2)
                .ToDictionary(static pair => pair[0].Trim(), static pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase)
            : reader.TextMap("headers");
        foreach (var (name, value) in reader.TextMap("http_headers"))
        {
            headers.TryAdd(name, value);
        }

        if (reader.Any("requestOptions") is FileValue.Table options)
        {
            foreach (var (name, value) in new TableReader(options, path).TextMap("headers"))
            {
                headers.TryAdd(name, value);
            }
        }

        if (reader.Text("bearerToken") is { } token)
        {
            headers.TryAdd("Authorization", $"Bearer {token}");
        }

        if (reader.Text("bearerTokenEnv") is { } variable)
        {
            headers.TryAdd("Authorization", $"Bearer ${{{variable}}}");
        }

        return headers;
    }

    // Amp, Gemini: "includeTools"; Kiro, Cline: "disabledTools"; Crush: "disabled_tools"; Copilot: "tools", of which "*" is all.
    private static ToolFilter ReadTools(TableReader reader)
    {
        string[] include = [.. reader.Texts("includeTools"), .. reader.Texts("enabledTools"), .. reader.Texts("available_tools")];
        string[] listed = reader.Any("tools") is FileValue.List ? reader.Texts("tools") : [];
        return new ToolFilter(
            [.. include, .. listed.Contains("*") ? [] : listed],
            [.. reader.Texts("excludeTools"), .. reader.Texts("disabledTools"), .. reader.Texts("disabled_tools")]);
    }

    private static Dictionary<string, string> ReadEnvironment(TableReader reader, string path, KnownFolders folders)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.Any("envFile") is FileValue.Text { Value: var stated, Place: var place })
        {
            var file = Path.GetFullPath(stated.Replace("${workspaceFolder}", folders.Project ?? "", StringComparison.Ordinal), ServerSource.FolderOf(path));
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
            .Concat(reader.TextMap("envs"))
            .Concat(nested is null ? [] : new TableReader(nested, path).TextMap("env")))
        {
            variables[name] = value;
        }

        // goose keeps their values in the keyring.
        foreach (var name in reader.Texts("env_keys"))
        {
            variables.TryAdd(name, $"${{{name}}}");
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
