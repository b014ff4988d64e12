using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>
/// Reads the values of a config one after another, each with the type that its key requires. A value of another type is
/// reported with its position and skipped.
/// </summary>
/// <param name="text">UTF-8, without a byte order mark.</param>
/// <param name="file">The config's path, for messages.</param>
internal ref struct ConfigValues(ReadOnlySpan<byte> text, string file)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private Utf8JsonReader _json = new(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    private int _keyStart;

    /// <summary>The problems found so far, in the order of the file.</summary>
    public List<ConfigProblem> Problems { get; } = [];

    public readonly bool HasErrors => Problems.Exists(static problem => problem.IsError);

    public readonly JsonTokenType TokenType => _json.TokenType;

    /// <summary>Where the current value begins, in bytes.</summary>
    public readonly int Position => (int)_json.TokenStartIndex;

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public bool Read() => _json.Read();

    /// <summary>Skips the current value.</summary>
    public void Skip() => _json.Skip();

    /// <summary>Moves to the next property's value.</summary>
    /// <returns>The property's name, or null at the object's end.</returns>
    public string? NextKey()
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

    public string? ReadString(string key) => IsAt(JsonTokenType.String, key, "a string") ? ReadText() : null;

    private readonly string ReadText()
    {
        string text;
        try
        {
            text = _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Valid UTF-8 that is still no text: an escape for half of a surrogate pair.
            Report(isError: true, (int)_json.TokenStartIndex, "a string contains half of a surrogate pair, \\uD800 to \\uDFFF.");
            return "";
        }

        // No path, argument, variable or header can contain it. If it silently cut one short, that would be a security hole.
        if (text.Contains('\0'))
        {
            Report(isError: true, (int)_json.TokenStartIndex, "a string contains the character \\u0000.");
        }

        return text;
    }

    public bool ReadBoolean(string key)
    {
        if (_json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _json.GetBoolean();
        }

        ReportType($"\"{key}\"", "true or false");
        return false;
    }

    public List<string> ReadStrings(string key)
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

    /// <param name="key">The map's name.</param>
    /// <param name="flaw">Says what is wrong with a member, as a sentence without its full stop; null for nothing.</param>
    public Dictionary<string, string> ReadStringMap(string key, Func<string, string, string?>? flaw = null)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!IsAt(JsonTokenType.StartObject, key, "an object of strings"))
        {
            return map;
        }

        while (NextKey() is { } name)
        {
            var start = _keyStart;
            if (CommentKey.IsOneAmongNames(name))
            {
                _json.Skip();
            }
            else if (ReadString($"{key}.{name}") is { } text)
            {
                map[name] = text;
                if (flaw?.Invoke(name, text) is { } found)
                {
                    Report(isError: true, start, $"{found}.");
                }
            }
        }

        return map;
    }

    public T? ReadChoice<T>(string key, params ReadOnlySpan<(string Text, T Value)> choices)
        where T : struct
    {
        var names = new List<string>();
        foreach (var (text, _) in choices)
        {
            names.Add($"\"{text}\"");
        }

        var expected = string.Join(", ", names);
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

    public TimeSpan? ReadSeconds(string key, bool allowZero)
    {
        // A TimeSpan holds 29,000 years, and a timer 49 days, which the host splits. Nobody means more than ten years.
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

    public int? ReadPort(string key)
    {
        const string Expected = "a port, 1 to 65535";
        if (!IsAt(JsonTokenType.Number, key, Expected))
        {
            return null;
        }

        if (_json.TryGetInt32(out var port) && port is > 0 and <= ushort.MaxValue)
        {
            return port;
        }

        Report(isError: true, Position, $"\"{key}\" is {Encoding.UTF8.GetString(_json.ValueSpan)}; expected {Expected}.");
        return null;
    }

    public bool IsAt(JsonTokenType expected, string key, string inWords)
    {
        if (_json.TokenType == expected)
        {
            return true;
        }

        ReportType($"\"{key}\"", inWords);
        return false;
    }

    public void ReportType(string what, string expected)
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

    public void ReportUnknownKey(string key, string[] known)
    {
        if (!CommentKey.Is(key))
        {
            var nearest = Suggestion.Nearest(key, known);
            Report(
                isError: false,
                _keyStart,
                nearest is null ? $"unknown key \"{key}\"; it is ignored." : $"unknown key \"{key}\"; did you mean \"{nearest}\"? It is ignored.");
        }

        _json.Skip();
    }

    public readonly void Report(bool isError, int offset, string message)
    {
        var (line, column) = JsonMistake.PositionOf(_text, offset);
        Problems.Add(new ConfigProblem(isError, file, line, column, message));
    }
}
