using System.Text;

namespace McpSkillGen.Runtime.Text;

/// <summary>
/// A line of two columns, in help and in reports. A class, because generic code is compiled once for all classes; for a pair
/// each LINQ method would add 20 KB to the executor.
/// </summary>
internal sealed record HelpRow(string Left, string Right)
{
    private const int MaxColumn = 28;

    /// <summary>The row in one line of a screen.</summary>
    public HelpRow Shortened(int width)
    {
        var room = width - 4 - Math.Max(Left.Length, MaxColumn);
        return Right.Length <= room ? this : this with { Right = room < 12 ? "" : Right[..(room - 1)].TrimEnd() + "…" };
    }

    /// <summary>Appends rows, each on its line, with the right column aligned.</summary>
    public static void AppendTo(StringBuilder text, IEnumerable<HelpRow> rows)
    {
        var all = rows.ToArray();
        var column = Math.Min(MaxColumn, all.Length == 0 ? 0 : all.Max(static row => row.Left.Length));
        foreach (var (left, right) in all)
        {
            text.Append(PlainLine.Of($"  {left.PadRight(column)}{(right.Length > 0 ? "  " : "")}{right}").TrimEnd()).Append('\n');
        }
    }
}
