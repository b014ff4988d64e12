using System.Collections;

namespace Compatibility.Tests.Modes;

/// <summary>Modes by name, which tests can list: each becomes a test with the mode's name.</summary>
internal sealed class ModeTable : IEnumerable<TheoryDataRow<string>>
{
    private readonly Dictionary<string, Mode> _modes = new(StringComparer.Ordinal);

    public ModeTable(params IEnumerable<Mode>[] parts)
    {
        foreach (var mode in parts.SelectMany(static part => part))
        {
            _modes.Add(mode.Name, mode);
        }
    }

    public Mode this[string name] => _modes[name];

    /// <summary>Those of which a caller sees an error, and the reference client must see one too.</summary>
    public IEnumerable<TheoryDataRow<string>> Failing =>
        _modes.Values.Where(static mode => mode.Outcome.ExitCode != 0 && !mode.IsOursAlone).Select(static mode => new TheoryDataRow<string>(mode.Name));

    public IEnumerator<TheoryDataRow<string>> GetEnumerator() => _modes.Keys.Select(static name => new TheoryDataRow<string>(name)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
