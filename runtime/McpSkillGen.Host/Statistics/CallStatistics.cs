using McpSkillGen.Runtime.Logging;

namespace McpSkillGen.Host.Statistics;

/// <summary>
/// Counts calls by tool. Callers may invent any number of names, but the number of rows is limited: if all are used, a name
/// that never had a success gives up its row and is counted in <see cref="Others"/>.
/// </summary>
internal sealed class CallStatistics(DateTime since)
{
    /// <summary>More tools than any known server has. A row takes about a kilobyte.</summary>
    public const int MaxRows = 1000;

    /// <summary>The row of all names that have none of their own. No name on the wire is escaped to this.</summary>
    public const string Others = "(other names)";

    private readonly Dictionary<string, ToolCounts> _rows = new(StringComparer.Ordinal);

    /// <summary>When counting began, UTC.</summary>
    public DateTime Since { get; } = since;

    /// <summary>The rows, by name.</summary>
    public IEnumerable<KeyValuePair<string, ToolCounts>> Rows => _rows.OrderBy(static row => row.Key, StringComparer.Ordinal);

    /// <param name="name">The tool or method, as the caller spelled it.</param>
    /// <param name="verdict">How the call ended.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="ended">When it ended, UTC.</param>
    public void Add(string name, CallVerdict verdict, TimeSpan duration, DateTime ended)
    {
        if (verdict is not CallVerdict.NotTaken)
        {
            RowOf(LogLine.EscapeName(name), isKnown: verdict is CallVerdict.Succeeded).Add(verdict, duration, ended);
        }
    }

    /// <summary>Adds a row that another host counted.</summary>
    /// <param name="name">Escaped already.</param>
    /// <param name="counts">What was counted.</param>
    public void Restore(string name, ToolCounts counts) =>
        RowOf(name, isKnown: counts[CallVerdict.Succeeded] > 0).Add(counts);

    private ToolCounts RowOf(string name, bool isKnown)
    {
        if (_rows.TryGetValue(name, out var row))
        {
            return row;
        }

        if (_rows.Count >= MaxRows && !(isKnown && TryGiveUpRow()))
        {
            name = Others;
        }

        return _rows.TryGetValue(name, out row) ? row : _rows[name] = new ToolCounts();
    }

    private bool TryGiveUpRow()
    {
        var given = _rows.Where(static row => row.Value[CallVerdict.Succeeded] == 0 && row.Key != Others)
            .OrderBy(static row => row.Value.Last).Select(static row => row.Key).FirstOrDefault();
        if (given is null)
        {
            return false;
        }

        _rows.Remove(given, out var counts);
        RowOf(Others, isKnown: false).Add(counts!);
        return true;
    }
}
