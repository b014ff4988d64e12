namespace McpSkillGen.Runtime.Terminal;

/// <summary>
/// A server's log messages during a call: a line each. Off a terminal an agent pays for each line, so their number is bounded.
/// </summary>
/// <param name="isTerminal">Whether a person reads them.</param>
/// <param name="writeLine">Writes one line.</param>
internal sealed class LogLines(bool isTerminal, Action<string> writeLine)
{
    /// <summary>So many are written off a terminal.</summary>
    public const int MaxLines = 100;

    /// <summary>Of each message so many characters are written.</summary>
    public const int MaxLength = 2000;

    private int _lines;

    /// <param name="level">As the server spells it; null if it says none.</param>
    /// <param name="logger">What logs it; null if the server does not say.</param>
    /// <param name="text">The message, on one line.</param>
    public void Show(string? level, string? logger, string? text)
    {
        _lines++;
        if (isTerminal || _lines <= MaxLines)
        {
            writeLine($"[{level ?? "log"}{(logger is null ? "" : " " + logger)}] {Beginning(text)}");
        }
        else if (_lines == MaxLines + 1)
        {
            writeLine($"[log] The server logs more than {MaxLines} messages during this call. The rest is not shown.");
        }
    }

    private static string? Beginning(string? text) => text?.Length > MaxLength ? text[..MaxLength] + "…" : text;
}
