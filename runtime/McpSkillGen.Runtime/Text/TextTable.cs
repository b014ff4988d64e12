using System.Text;

namespace McpSkillGen.Runtime.Text;

/// <summary>Rows in columns as wide as their longest cell: the same on a terminal and in a pipe.</summary>
/// <param name="headings">A heading for each column; one that begins with <c>&gt;</c> is for numbers, which are aligned on the right.</param>
internal sealed class TextTable(params string[] headings)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [[.. headings.Select(static heading => heading.TrimStart('>'))]];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(PlainLine.Of)]);

    /// <summary>Appends every row, the headings first, each on its line.</summary>
    public void AppendTo(StringBuilder text)
    {
        var widths = new int[headings.Length];
        foreach (var row in _rows)
        {
            for (var column = 0; column < widths.Length; column++)
            {
                widths[column] = Math.Max(widths[column], row[column].Length);
            }
        }

        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) =>
                headings[column].StartsWith('>') ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append(Gap).Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
        }
    }
}
