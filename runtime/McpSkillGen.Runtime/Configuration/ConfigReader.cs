using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>
/// Reads <c>mcp-config.json</c>: JSON with comments and trailing commas. Unknown keys are warnings that name the nearest
/// known one; a wrong type is an error with its position. Reading goes on after an error, so that all are told at once.
/// </summary>
internal ref struct ConfigReader
{
    private static readonly string[] KnownKeys =
    [
        "name", "description", "transport", "command", "args", "env", "cwd", "url", "endpoint", "headers",
        "keep_alive", "keepAlive", "scope", "timeout", "tools", "$schema",
    ];

    private static readonly string[] KnownKeepAliveKeys = ["enabled", "timeout", "check_interval", "checkInterval"];

    private static readonly string[] KnownToolKeys = ["include", "exclude"];

    private readonly ReadOnlySpan<byte> _text;
    private readonly string _file;
    private readonly List<ConfigProblem> _problems;
    private Utf8JsonReader _json;
    private int _keyStart;

    private ConfigReader(ReadOnlySpan<byte> text, string file)
    {
        _text = text;
        _file = file;
        _problems = [];
        _json = new Utf8JsonReader(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <param name="text">The file, UTF-8; a byte order mark is allowed.</param>
    /// <param name="file">Its path, for messages.</param>
    public static ConfigReading Read(ReadOnlySpan<byte> text, string file)
    {
        var withoutMark = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        var reader = new ConfigReader(withoutMark, file);
        if (IndexOfInvalidUtf8(withoutMark) is var invalid && invalid >= 0)
        {
            reader.Report(isError: true, invalid, "not UTF-8: save the file in that encoding.");
            return new ConfigReading(null, reader._problems);
        }

        SkillConfig? config = null;
        try
        {
            config = reader.ReadRoot();
        }
        catch (JsonException e)
        {
            var mistake = JsonMistake.Find(e, withoutMark);
            reader.Report(isError: true, mistake.Offset, $"not JSON: {mistake.Reason}.");
        }

        var failed = reader._problems.Exists(static problem => problem.IsError);
        return new ConfigReading(failed ? null : config, reader._problems);
    }

    private SkillConfig? ReadRoot()
    {
        _json.Read();
        if (_json.TokenType is not JsonTokenType.StartObject)
        {
            ReportType("the config", "an object");
            return null;
        }

        var config = new SkillConfig();
        TransportKind? transport = null;
        while (NextKey() is { } key)
        {
            switch (key)
            {
                case "name":
                    config = config with { Name = ReadString(key) };
                    break;
                case "description":
                    config = config with { Description = ReadString(key) };
                    break;
                case "transport":
                    transport = ReadChoice<TransportKind>(
                        key, ("stdio", TransportKind.Stdio), ("http", TransportKind.Http), ("sse", TransportKind.Sse));
                    break;
                case "command":
                    config = config with { Command = ReadString(key) };
                    break;
                case "args":
                    config = config with { Arguments = ReadStrings(key) };
                    break;
                case "env":
                    config = config with { Environment = ReadStringMap(key) };
                    break;
                case "cwd":
                    config = config with { WorkingDirectory = ReadString(key) };
                    break;
                case "url" or "endpoint":
                    config = config with { Url = ReadString(key) };
                    break;
                case "headers":
                    config = config with { Headers = ReadStringMap(key) };
                    break;
                case "keep_alive" or "keepAlive":
                    config = config with { KeepAlive = ReadKeepAlive(key) };
                    break;
                case "scope":
                    config = config with
                    {
                        Scope = ReadChoice<InstanceScope>(
                            key, ("skill", InstanceScope.Skill), ("workspace", InstanceScope.Workspace)) ?? InstanceScope.Skill,
                    };
                    break;
                case "timeout":
                    config = config with { CallTimeout = ReadSeconds(key, allowZero: false) ?? SkillConfig.DefaultCallTimeout };
                    break;
                case "tools":
                    config = config with { Tools = ReadToolFilter(key) };
                    break;
                case "$schema":
                    _json.Skip();
                    break;
                default:
                    ReportUnknownKey(key, KnownKeys);
                    break;
            }
        }

        // Anything but white space and comments after the object makes Read throw.
        _json.Read();
        return WithTransport(config, transport);
    }

    private readonly SkillConfig WithTransport(SkillConfig config, TransportKind? stated)
    {
        var transport = stated ?? (config.Command is null && config.Url is not null ? TransportKind.Http : TransportKind.Stdio);
        var missing = (transport, config) switch
        {
            (TransportKind.Stdio, { Command: null or "" }) when stated is null =>
                "neither \"command\" nor \"url\": say how to start the server, or where it is",
            (TransportKind.Stdio, { Command: null or "" }) => "no \"command\", which the transport \"stdio\" needs",
            (TransportKind.Http or TransportKind.Sse, { Url: null or "" }) =>
                $"no \"url\", which the transport \"{(transport is TransportKind.Http ? "http" : "sse")}\" needs",
            _ => null,
        };
        if (missing is not null && !_problems.Exists(static problem => problem.IsError))
        {
            Report(isError: true, 0, $"the config has {missing}.");
        }

        return config with { Transport = transport };
    }

    private KeepAlive ReadKeepAlive(string key)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return KeepAlive.Default with { Enabled = _json.GetBoolean() };
            case JsonTokenType.Number:
                return KeepAlive.Default with { IdleTimeout = ReadSeconds(key, allowZero: true) ?? TimeSpan.Zero };
            case JsonTokenType.StartObject:
                break;
            default:
                ReportType($"\"{key}\"", "true, false, seconds, or an object with \"enabled\", \"timeout\" and \"check_interval\"");
                return KeepAlive.Default;
        }

        var keepAlive = KeepAlive.Default;
        while (NextKey() is { } inner)
        {
            var path = $"{key}.{inner}";
            switch (inner)
            {
                case "enabled":
                    keepAlive = keepAlive with { Enabled = ReadBoolean(path) };
                    break;
                case "timeout":
                    keepAlive = keepAlive with { IdleTimeout = ReadSeconds(path, allowZero: true) ?? keepAlive.IdleTimeout };
                    break;
                case "check_interval" or "checkInterval":
                    keepAlive = keepAlive with { CheckInterval = ReadSeconds(path, allowZero: false) ?? keepAlive.CheckInterval };
                    break;
                default:
                    ReportUnknownKey(inner, KnownKeepAliveKeys);
                    break;
            }
        }

        return keepAlive;
    }

    private ToolFilter ReadToolFilter(string key)
    {
        if (!IsAt(JsonTokenType.StartObject, key, "an object with \"include\" and \"exclude\""))
        {
            return ToolFilter.All;
        }

        var filter = ToolFilter.All;
        while (NextKey() is { } inner)
        {
            switch (inner)
            {
                case "include":
                    filter = filter with { Include = ReadStrings($"{key}.{inner}") };
                    break;
                case "exclude":
                    filter = filter with { Exclude = ReadStrings($"{key}.{inner}") };
                    break;
                default:
                    ReportUnknownKey(inner, KnownToolKeys);
                    break;
            }
        }

        return filter;
    }

    /// <summary>Moves to the next property's value.</summary>
    /// <returns>The property's name, or null at the object's end.</returns>
    private string? NextKey()
    {
        _json.Read();
        if (_json.TokenType is not JsonTokenType.PropertyName)
        {
            return null;
        }

        _keyStart = (int)_json.TokenStartIndex;
        var key = ReadText();
        _json.Read();
        return key;
    }

    private string? ReadString(string key) => IsAt(JsonTokenType.String, key, "a string") ? ReadText() : null;

    private readonly string ReadText()
    {
        string text;
        try
        {
            text = _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // What is valid UTF-8 and yet no text: an escape that is half of a surrogate pair.
            Report(isError: true, (int)_json.TokenStartIndex, "a text holds half of a surrogate pair, \\uD800 to \\uDFFF.");
            return "";
        }

        // No path, argument, variable or header can hold it, and where it ends them silently it is a hole.
        if (text.Contains('\0'))
        {
            Report(isError: true, (int)_json.TokenStartIndex, "a text holds the character \\u0000.");
        }

        return text;
    }

    private bool ReadBoolean(string key)
    {
        if (_json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _json.GetBoolean();
        }

        ReportType($"\"{key}\"", "true or false");
        return false;
    }

    private List<string> ReadStrings(string key)
    {
        var strings = new List<string>();
        if (!IsAt(JsonTokenType.StartArray, key, "an array of strings"))
        {
            return strings;
        }

        for (var i = 0; _json.Read() && _json.TokenType is not JsonTokenType.EndArray; i++)
        {
            if (ReadString($"{key}[{i}]") is { } text)
            {
                strings.Add(text);
            }
        }

        return strings;
    }

    private Dictionary<string, string> ReadStringMap(string key)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!IsAt(JsonTokenType.StartObject, key, "an object of strings"))
        {
            return map;
        }

        while (NextKey() is { } name)
        {
            if (ReadString($"{key}.{name}") is { } text)
            {
                map[name] = text;
            }
        }

        return map;
    }

    private T? ReadChoice<T>(string key, params ReadOnlySpan<(string Text, T Value)> choices)
        where T : struct
    {
        var expected = string.Join(", ", choices.ToArray().Select(static choice => $"\"{choice.Text}\""));
        if (!IsAt(JsonTokenType.String, key, $"one of {expected}"))
        {
            return null;
        }

        var found = ReadText();
        foreach (var (text, value) in choices)
        {
            if (text == found)
            {
                return value;
            }
        }

        Report(isError: true, (int)_json.TokenStartIndex, $"\"{key}\" is \"{found}\"; expected one of {expected}.");
        return null;
    }

    private TimeSpan? ReadSeconds(string key, bool allowZero)
    {
        // A TimeSpan holds 29,000 years; timers hold 49 days, which the host splits. Ten years is never a typing error's victim.
        const double TenYears = 10 * 365.25 * 24 * 3600;
        var expected = allowZero ? "a number of seconds, 0 or more" : "a number of seconds, more than 0";
        if (!IsAt(JsonTokenType.Number, key, expected))
        {
            return null;
        }

        if (_json.TryGetDouble(out var seconds) && seconds <= TenYears && (seconds > 0 || (allowZero && seconds == 0)))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        var limit = seconds > TenYears ? ", and at most ten years" : "";
        Report(isError: true, (int)_json.TokenStartIndex, $"\"{key}\" is {Encoding.UTF8.GetString(_json.ValueSpan)}; expected {expected}{limit}.");
        return null;
    }

    private bool IsAt(JsonTokenType expected, string key, string inWords)
    {
        if (_json.TokenType == expected)
        {
            return true;
        }

        ReportType($"\"{key}\"", inWords);
        return false;
    }

    private void ReportType(string what, string expected)
    {
        var found = _json.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a boolean",
            JsonTokenType.Null => "null",
            _ => "nothing",
        };
        Report(isError: true, (int)_json.TokenStartIndex, $"{what} is {found}; expected {expected}.");
        _json.Skip();
    }

    private void ReportUnknownKey(string key, string[] known)
    {
        var nearest = Suggestion.Nearest(key, known);
        Report(
            isError: false,
            _keyStart,
            nearest is null ? $"unknown key \"{key}\"; it is ignored." : $"unknown key \"{key}\"; did you mean \"{nearest}\"? It is ignored.");
        _json.Skip();
    }

    private readonly void Report(bool isError, int offset, string message)
    {
        var (line, column) = JsonMistake.PositionOf(_text, offset);
        _problems.Add(new ConfigProblem(isError, _file, line, column, message));
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
