using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>
/// Reads <c>mcp-config.json</c>: JSON with comments and trailing commas. Unknown keys are warnings that suggest the
/// nearest known key; a wrong type is an error with its position. Reading continues after an error, so all are reported at once.
/// </summary>
internal ref struct ConfigReader
{
    internal static readonly string[] KnownKeys =
    [
        "name", "description", "about", "transport", "command", "args", "env", "cwd", "url", "endpoint", "headers", "auth",
        "client_certificate", "keep_alive", "keepAlive", "scope", "timeout", "start_timeout", "startTimeout", "tools", "$schema",
    ];

    internal static readonly string[] KnownKeepAliveKeys = ["enabled", "timeout", "check_interval", "checkInterval"];

    internal static readonly string[] KnownCertificateKeys = ["file", "key", "password"];

    internal static readonly string[] KnownToolKeys = ["include", "exclude", "answer_with_defaults"];

    private ConfigValues _values;

    private ConfigReader(ConfigValues values) => _values = values;

    /// <param name="text">The file, UTF-8; a byte order mark is allowed.</param>
    /// <param name="file">Its path, for messages.</param>
    public static ConfigReading Read(ReadOnlySpan<byte> text, string file)
    {
        var withoutMark = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        var values = new ConfigValues(withoutMark, file);
        if (IndexOfInvalidUtf8(withoutMark) is var invalid && invalid >= 0)
        {
            values.Report(isError: true, invalid, "not valid UTF-8: save the file in that encoding.");
            return new ConfigReading(null, values.Problems);
        }

        SkillConfig? config = null;
        try
        {
            config = new ConfigReader(values).ReadRoot();
        }
        catch (JsonException e)
        {
            // Unknown keys do not matter if the file could not be read to its end.
            values.Problems.RemoveAll(static problem => !problem.IsError);
            var mistake = JsonMistake.Find(e, withoutMark);
            values.Report(isError: true, mistake.Offset, $"not JSON: {mistake.Reason}.");
        }

        return new ConfigReading(values.HasErrors ? null : config, values.Problems);
    }

    private SkillConfig? ReadRoot()
    {
        _values.Read();
        if (_values.TokenType is not JsonTokenType.StartObject)
        {
            _values.ReportType("the config", "an object");
            return null;
        }

        var config = new SkillConfig();
        TransportKind? transport = null;
        while (_values.NextKey() is { } key)
        {
            switch (key)
            {
                case "name":
                    config = config with { Name = _values.ReadString(key) };
                    break;
                case "description":
                    config = config with { Description = _values.ReadString(key) };
                    break;
                case "about":
                    config = config with { About = _values.ReadString(key) };
                    break;
                case "transport":
                    transport = _values.ReadChoice<TransportKind>(
                        key, ("stdio", TransportKind.Stdio), ("http", TransportKind.Http), ("sse", TransportKind.Sse));
                    break;
                case "command":
                    config = config with { Command = _values.ReadString(key) };
                    break;
                case "args":
                    config = config with { Arguments = _values.ReadStrings(key) };
                    break;
                case "env":
                    config = config with { Environment = _values.ReadStringMap(key) };
                    break;
                case "cwd":
                    config = config with { WorkingDirectory = _values.ReadString(key) };
                    break;
                case "url" or "endpoint":
                    config = config with { Url = _values.ReadString(key) };
                    break;
                case "headers":
                    config = config with
                    {
                        Headers = _values.ReadStringMap(key, (name, value) =>
                            HeaderText.FlawOfName(name) is { } wrongName ? $"\"{key}\": the name \"{name}\" {wrongName}"
                            : HeaderText.FlawOfValue(value) is { } wrongValue ? $"\"{key}.{name}\" {wrongValue}"
                            : null),
                    };
                    break;
                case "client_certificate":
                    config = config with { ClientCertificate = ReadCertificate(key) };
                    break;
                case "auth":
                    config = config with { Authorization = AuthorizationReader.Read(ref _values, key) };
                    break;
                case "keep_alive" or "keepAlive":
                    config = config with { KeepAlive = ReadKeepAlive(key) };
                    break;
                case "scope":
                    config = config with
                    {
                        Scope = _values.ReadChoice<InstanceScope>(
                            key, ("skill", InstanceScope.Skill), ("workspace", InstanceScope.Workspace)) ?? InstanceScope.Skill,
                    };
                    break;
                case "timeout":
                    config = config with { CallTimeout = _values.ReadSeconds(key, allowZero: false) ?? SkillConfig.DefaultCallTimeout };
                    break;
                case "start_timeout" or "startTimeout":
                    config = config with { StartTimeout = _values.ReadSeconds(key, allowZero: false) ?? SkillConfig.DefaultStartTimeout };
                    break;
                case "tools":
                    config = config with { Tools = ReadToolFilter(key) };
                    break;
                case "$schema":
                    _values.Skip();
                    break;
                default:
                    _values.ReportUnknownKey(key, KnownKeys);
                    break;
            }
        }

        // Anything but white space and comments after the object makes Read throw.
        _values.Read();
        return WithTransport(config, transport);
    }

    private readonly SkillConfig WithTransport(SkillConfig config, TransportKind? stated)
    {
        var transport = stated ?? (config.Command is null && config.Url is not null ? TransportKind.AnyHttp : TransportKind.Stdio);
        var missing = (transport, config) switch
        {
            (TransportKind.Stdio, { Command: null or "" }) when stated is null =>
                "neither \"command\" nor \"url\": say how to start the server, or where it is",
            (TransportKind.Stdio, { Command: null or "" }) => "no \"command\", which the transport \"stdio\" needs",
            (TransportKind.Http or TransportKind.Sse, { Url: null or "" }) =>
                $"no \"url\", which the transport \"{(transport is TransportKind.Http ? "http" : "sse")}\" needs",
            _ => null,
        };
        if (missing is not null && !_values.HasErrors)
        {
            _values.Report(isError: true, 0, $"the config has {missing}.");
        }

        return config with { Transport = transport };
    }

    private KeepAlive ReadKeepAlive(string key)
    {
        switch (_values.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return KeepAlive.Default with { Enabled = _values.ReadBoolean(key) };
            case JsonTokenType.Number:
                return KeepAlive.Default with { IdleTimeout = _values.ReadSeconds(key, allowZero: true) ?? TimeSpan.Zero };
            case JsonTokenType.StartObject:
                break;
            default:
                _values.ReportType($"\"{key}\"", "true, false, seconds, or an object with \"enabled\", \"timeout\" and \"check_interval\"");
                return KeepAlive.Default;
        }

        var keepAlive = KeepAlive.Default;
        while (_values.NextKey() is { } inner)
        {
            var path = $"{key}.{inner}";
            switch (inner)
            {
                case "enabled":
                    keepAlive = keepAlive with { Enabled = _values.ReadBoolean(path) };
                    break;
                case "timeout":
                    keepAlive = keepAlive with { IdleTimeout = _values.ReadSeconds(path, allowZero: true) ?? keepAlive.IdleTimeout };
                    break;
                case "check_interval" or "checkInterval":
                    keepAlive = keepAlive with { CheckInterval = _values.ReadSeconds(path, allowZero: false) ?? keepAlive.CheckInterval };
                    break;
                default:
                    _values.ReportUnknownKey(inner, KnownKeepAliveKeys);
                    break;
            }
        }

        return keepAlive;
    }

    private ClientCertificate? ReadCertificate(string key)
    {
        var start = _values.Position;
        if (_values.TokenType is JsonTokenType.String)
        {
            var file = _values.ReadString(key)!;
            ReportMissing(file, key, start);
            return new ClientCertificate(file);
        }

        if (!_values.IsAt(JsonTokenType.StartObject, key, "a file's path, or an object with \"file\", \"key\" and \"password\""))
        {
            return null;
        }

        var certificate = new ClientCertificate("");
        while (_values.NextKey() is { } inner)
        {
            var path = $"{key}.{inner}";
            switch (inner)
            {
                case "file":
                    certificate = certificate with { File = _values.ReadString(path) ?? "" };
                    break;
                case "key":
                    certificate = certificate with { Key = _values.ReadString(path) };
                    break;
                case "password":
                    certificate = certificate with { Password = _values.ReadString(path) };
                    break;
                default:
                    _values.ReportUnknownKey(inner, KnownCertificateKeys);
                    break;
            }
        }

        ReportMissing(certificate.File, key, start);
        return certificate;
    }

    private readonly void ReportMissing(string file, string key, int start)
    {
        if (file.Length == 0 && !_values.HasErrors)
        {
            _values.Report(isError: true, start, $"\"{key}\" names no file.");
        }
    }

    private ToolFilter ReadToolFilter(string key)
    {
        if (!_values.IsAt(JsonTokenType.StartObject, key, "an object with \"include\", \"exclude\" and \"answer_with_defaults\""))
        {
            return ToolFilter.All;
        }

        var filter = ToolFilter.All;
        while (_values.NextKey() is { } inner)
        {
            switch (inner)
            {
                case "include":
                    filter = filter with { Include = _values.ReadStrings($"{key}.{inner}") };
                    break;
                case "exclude":
                    filter = filter with { Exclude = _values.ReadStrings($"{key}.{inner}") };
                    break;
                case "answer_with_defaults":
                    filter = filter with { AnsweredWithDefaults = _values.ReadStrings($"{key}.{inner}") };
                    break;
                default:
                    _values.ReportUnknownKey(inner, KnownToolKeys);
                    break;
            }
        }

        return filter;
    }

    private static int IndexOfInvalidUtf8(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return -1;
        }

        var valid = 0;
        while (Rune.DecodeFromUtf8(text[valid..], out _, out var length) is OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }
}
