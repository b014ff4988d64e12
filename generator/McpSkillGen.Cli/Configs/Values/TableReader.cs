using System.Globalization;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Configs.Values;

/// <summary>
/// Reads the values of one table, each with the type that its key requires. A value of another type is reported with its place
/// and ignored. Keys that nobody read are reported at the end.
/// </summary>
/// <param name="table">Whose keys are read.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class TableReader(FileValue.Table table, string path)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<ConfigProblem> _problems = [];

    /// <summary>The problems so far, in the order of the file.</summary>
    public IReadOnlyList<ConfigProblem> Problems => [.. _problems.OrderBy(static problem => problem.Line).ThenBy(static problem => problem.Column)];

    public bool HasErrors => _problems.Exists(static problem => problem.IsError);

    public FileValue.Table Table => table;

    /// <summary>The value, whatever its type; null if the key is missing or null.</summary>
    public FileValue? Any(string key)
    {
        _known.Add(key);
        return table[key] is { } value and not FileValue.Nothing ? value : null;
    }

    public string? Text(string key) => Any(key) switch
    {
        null => null,
        FileValue.Text text => text.Value,
        var other => Wrong<string>(other, key, "a string"),
    };

    public TimeSpan? Seconds(string key, bool allowZero) => Any(key) is { } value ? SecondsOf(value, key, allowZero) : null;

    /// <summary>Strings. Numbers and booleans count as their text.</summary>
    public string[] Texts(string key) => Any(key) switch
    {
        null => [],
        FileValue.List list => [.. list.Items.Select((item, i) => item.AsScalar ?? Wrong<string>(item, $"{key}[{i}]", "a string")).OfType<string>()],
        var other => Wrong<string[]>(other, key, "an array of strings") ?? [],
    };

    /// <summary>Strings by name. Numbers and booleans count as their text, as in agents; null counts as missing.</summary>
    public Dictionary<string, string> TextMap(string key)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Any(key) is not { } value)
        {
            return map;
        }

        if (value is not FileValue.Table inner)
        {
            Wrong<string>(value, key, "an object of strings");
            return map;
        }

        foreach (var member in inner.Members.Where(static member => !CommentKey.IsOneAmongNames(member.Key)))
        {
            var text = member.Value is FileValue.Nothing ? null : member.Value.AsScalar ?? Wrong<string>(member.Value, $"{key}.{member.Key}", "a string");
            if (text is not null)
            {
                map[member.Key] = text;
            }
        }

        return map;
    }

    /// <summary>Marks keys as known that mean nothing here.</summary>
    public void Ignore(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            _known.Add(key);
        }
    }

    /// <summary>Reports a key that is there twice.</summary>
    public void ReportRepeated(FileValue.Member lost, FileValue.Member used) => Report(
        isError: false, lost.Place, $"\"{lost.Key}\" is there again in line {used.Place.Line}, column {used.Place.Column}. That one counts, as in the agents. Remove one of them.");

    /// <summary>Reports every unknown key, and every one that is there twice, in inner tables too.</summary>
    public void ReportUnknown()
    {
        foreach (var (lost, used) in table.Tables.SelectMany(static inner => inner.Repeated))
        {
            ReportRepeated(lost, used);
        }

        foreach (var member in table.Members.Where(member => !_known.Contains(member.Key) && !CommentKey.Is(member.Key)))
        {
            var nearest = Suggestion.Nearest(member.Key, _known);
            Report(isError: false, member.Place, nearest is null
                ? $"unknown key \"{member.Key}\"; it is ignored."
                : $"unknown key \"{member.Key}\"; did you mean \"{nearest}\"? It is ignored.");
        }
    }

    public void Report(bool isError, FilePlace place, string message) =>
        _problems.Add(new ConfigProblem(isError, path, place.Line, place.Column, message));

    public TimeSpan? SecondsOf(FileValue value, string key, bool allowZero)
    {
        const double TenYears = 10 * 365.25 * 24 * 3600;
        var expected = allowZero ? "a number of seconds, 0 or more" : "a number of seconds, more than 0";
        if (value is not FileValue.Number number)
        {
            Wrong<string>(value, key, expected);
            return null;
        }

        if (double.TryParse(number.Written, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= TenYears && (seconds > 0 || (allowZero && seconds == 0)))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Report(isError: true, value.Place, $"\"{key}\" is {number.Written}; expected {expected}.");
        return null;
    }

    public T? Wrong<T>(FileValue found, string key, string expected)
        where T : class
    {
        Report(isError: true, found.Place, $"\"{key}\" is {found.InWords}; expected {expected}.");
        return null;
    }
}
