using System.Globalization;
using System.Text;

namespace McpSkillGen.Runtime.Terminal;

/// <summary>
/// A call's progress: on a terminal, a bar on one line that is updated and finally cleared. Elsewhere an agent pays for each line:
/// the first ones are written, and then only the 16th, the 32nd, the 64th and so on.
/// </summary>
/// <param name="isTerminal">Whether a line can be overwritten.</param>
/// <param name="write">Writes text as it is.</param>
internal sealed class ProgressLine(bool isTerminal, Action<string> write)
{
    private const int BarWidth = 24;

    // Longer would wrap on a terminal of 80 columns, and a wrapped line cannot be overwritten.
    private const int LineWidth = 79;

    private const long WrittenLines = 10;

    private const string ClearLine = "\r\u001b[K";

    private bool _isShown;
    private long _steps;

    /// <param name="progress">How far; null if the server did not say.</param>
    /// <param name="total">The end; null if not known.</param>
    /// <param name="message">What the server says about it.</param>
    public void Show(double? progress, double? total, string? message)
    {
        _steps++;
        if (!isTerminal)
        {
            if (_steps > WrittenLines && !long.IsPow2(_steps))
            {
                return;
            }

            write($"progress {Number(progress)}{(total is null ? "" : "/" + Number(total))}{Prefixed(message)}\n");
            return;
        }

        var line = total is > 0 && progress is { } done
            ? $"{Bar(Math.Clamp(done / total.Value, 0, 1))}{Prefixed(message)}"
            : $"{Number(progress)}{Prefixed(message)}";
        write(ClearLine + ValueOf(line));
        _isShown = true;
    }

    /// <summary>Makes room for other text.</summary>
    public void Clear()
    {
        if (_isShown)
        {
            write(ClearLine);
            _isShown = false;
        }
    }

    private static string Bar(double share)
    {
        var full = (int)(share * BarWidth);
        return new StringBuilder("[").Append('#', full).Append('.', BarWidth - full).Append("] ")
            .Append(((int)(share * 100)).ToString(CultureInfo.InvariantCulture).PadLeft(3)).Append(" %").ToString();
    }

    private static string ValueOf(string line) => line.Length <= LineWidth ? line : line[..(LineWidth - 1)] + "…";

    private static string Number(double? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "?";

    private static string Prefixed(string? text) => text is null ? "" : " " + text;
}
