using System.Text.RegularExpressions;
using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// The <c>manifest.json</c> of an unpacked MCP bundle (<c>.mcpb</c>, formerly <c>.dxt</c>). What its user would be asked for
/// becomes a variable.
/// </summary>
internal sealed partial class BundleFormat
{
    private readonly FileValue.Table _manifest;
    private readonly FileValue.Table _launch;
    private readonly RegistryInputs _inputs;

    private BundleFormat(FileValue.Table manifest, FileValue.Table launch, string name) =>
        (_manifest, _launch, _inputs) = (manifest, launch, new RegistryInputs(name));

    /// <returns>Null if the file is none.</returns>
    public static ServerList? Find(FileValue.Table root, string path)
    {
        if (root.TableAt("server") is not { } server || (root["manifest_version"] ?? root["dxt_version"]) is null)
        {
            return null;
        }

        var name = root.TextAt("name") ?? "bundle";
        return new ServerList("server", [new ServerList.Entry(name, IsDisabled: false, () => Read(root, server, name, path))]);
    }

    private static ServerReading Read(FileValue.Table root, FileValue.Table server, string name, string path)
    {
        var launch = server.TableAt("mcp_config") ?? server;
        var reader = new TableReader(launch, path);
        var (command, arguments) = LineOf(server, launch, reader);
        var bundle = new BundleFormat(root, launch, name);
        var platform = launch.TableAt("platform_overrides")?.TableAt(PlatformName);
        var environment = reader.TextMap("env");
        if (platform is not null)
        {
            command = platform.TextAt("command") ?? command;
            arguments = platform["args"] is FileValue.List ? new TableReader(platform, path).Texts("args") : arguments;
            foreach (var (key, value) in new TableReader(platform, path).TextMap("env"))
            {
                environment[key] = value;
            }
        }

        if (command is null)
        {
            reader.Report(isError: true, server.Place, "the bundle does not say how to start its server: there is neither \"mcp_config\" nor a known \"type\" with an \"entry_point\".");
            return new ServerReading(name, null, reader.Problems);
        }

        var config = new SkillConfig
        {
            Name = name,
            Command = bundle.Filled(command) is [var program, ..] ? program : command,
            Arguments = bundle.FilledLine(arguments),
            Environment = environment.Select(pair => (pair.Key, Values: bundle.Filled(pair.Value)))
                .Where(static pair => pair.Values.Count > 0)
                .ToDictionary(static pair => pair.Key, static pair => string.Join(',', pair.Values), StringComparer.Ordinal),
        };
        var variables = new EditorVariables(KnownFolders.Of(path), VariableSpelling.Braces);
        variables.ReportUnknown(launch, reader, prompts: null);
        var folder = ServerSource.FolderOf(path);

        // Its paths are relative to the bundle, where it also runs.
        var source = new ServerSource(name, variables.WithOurs(config) with { WorkingDirectory = folder }, folder, null, reader.Problems)
        {
            Notes = bundle._inputs.LeftOut,
        };
        return new ServerReading(name, reader.HasErrors ? null : source, reader.Problems);
    }

    // Without a command, the type says what runs the entry point.
    private static (string? Command, string[] Arguments) LineOf(FileValue.Table server, FileValue.Table launch, TableReader reader)
    {
        if (launch != server && launch.TextAt("command") is { } stated)
        {
            return (stated, reader.Texts("args"));
        }

        var entry = server.TextAt("entry_point") is { } point ? $"${{__dirname}}/{point}" : null;
        return (server.TextAt("type"), entry) switch
        {
            (_, null) => (null, []),
            ("node", _) => ("node", [entry]),
            ("python", _) => ("python3", [entry]),
            ("uv", _) => ("uv", ["run", "--directory", "${__dirname}", entry]),
            ("binary", _) => (entry, []),
            _ => (null, []),
        };
    }

    // An optional value that is left out takes its flag along: "--timeout", "${user_config.timeout}".
    private List<string> FilledLine(IEnumerable<string> arguments)
    {
        var line = new List<string>();
        foreach (var argument in arguments)
        {
            var values = Filled(argument);
            if (values.Count == 0 && line is [.., ['-', ..] and var flag] && !flag.Contains('=', StringComparison.Ordinal))
            {
                line.RemoveAt(line.Count - 1);
            }

            line.AddRange(values);
        }

        return line;
    }

    /// <summary>A text with its variables filled in: none if it is only an optional value, several for one that may be a list.</summary>
    private IReadOnlyList<string> Filled(string text)
    {
        var known = Folder().Replace(text, static match => $"${{HOME}}/{match.Groups["name"].Value[..1]}{match.Groups["name"].Value[1..].ToLowerInvariant()}");
        if (Value().Match(known) is { Success: true } whole && whole.Length == known.Length)
        {
            return ValuesOf(whole.Groups["key"].Value);
        }

        return [Value().Replace(known, match => string.Join(',', ValuesOf(match.Groups["key"].Value)))];
    }

    private IReadOnlyList<string> ValuesOf(string key)
    {
        var input = _manifest.TableAt("user_config")?.TableAt(key);
        var name = NameOf(key);
        if (input?["default"] is FileValue.List { Items: [_, ..] } several)
        {
            return [.. several.Items.Select(static item => item.AsScalar).OfType<string>().SelectMany(Filled)];
        }

        return RegistryInputs.ValueOf(
            name, input?.ScalarAt("default") is { } proposed ? string.Join(',', Filled(proposed)) : null,
            isRequired: input?["required"] is FileValue.Flag { Value: true }, isSecret: input?["sensitive"] is FileValue.Flag { Value: true }) is { } value ? [value] : [];
    }

    // A value that is all of one of the server's variables is called like it.
    private string NameOf(string key) =>
        _launch.TableAt("env")?.Members.FirstOrDefault(member => member.Value is FileValue.Text { Value: var text } && text == $"${{user_config.{key}}}")?.Key
        ?? _inputs.VariableFor(key);

    private static string PlatformName => OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    [GeneratedRegex(@"\$\{user_config\.(?<key>[^}]+)\}")]
    private static partial Regex Value();

    [GeneratedRegex(@"\$\{(?<name>DESKTOP|DOCUMENTS|DOWNLOADS)\}")]
    private static partial Regex Folder();
}
