using McpSkillGen.Cli.Pages;

namespace McpSkillGen.Cli.Validation;

/// <summary>Collects what the rules find.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _found = [];

    /// <summary>Sorted by file and place.</summary>
    public IReadOnlyList<Finding> All =>
        [.. _found
            .OrderBy(static finding => finding.File != SkillText.FileName)
            .ThenBy(static finding => finding.File, StringComparer.Ordinal)
            .ThenBy(static finding => finding.Place.Line)
            .ThenBy(static finding => finding.Place.Column)];

    /// <summary>Adds what the specification rejects or what is broken.</summary>
    public void Error(string rule, string file, Place place, string found, string expected, string remedy) =>
        _found.Add(new Finding(Severity.Error, rule, file, place, Printable(found), expected, Printable(remedy)));

    /// <summary>Adds what only stricter readers reject.</summary>
    public void Warn(string rule, string file, Place place, string found, string expected, string remedy) =>
        _found.Add(new Finding(Severity.Warning, rule, file, place, Printable(found), expected, Printable(remedy)));

    /// <summary>A quotation from the skill, short enough for a line.</summary>
    public static string Quote(string text)
    {
        const int Longest = 60;
        return text.Length <= Longest ? $"'{text}'" : $"'{text[..Longest]}…'";
    }

    // Control characters in a skill could move the terminal's cursor, or worse.
    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
}
