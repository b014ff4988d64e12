using System.Buffers;
using System.Globalization;
using System.Text;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Logging;

/// <summary>
/// One line of a host's log: <c>TIME KIND TEXT</c>, and for a call <c>TIME call NAME OUTCOME</c>. To find the calls of a
/// tool, compare the third word: a name contains no white space, and nothing that could start another line.
/// </summary>
/// <param name="Time">UTC, to the millisecond, as ISO 8601; null for a line that the host did not write, such as a runtime's last words.</param>
/// <param name="Kind">What it is about: see the constants; null as <paramref name="Time"/>.</param>
/// <param name="CallName">The tool's or the method's name, escaped by <see cref="EscapeName"/>; null if the line is not about a call.</param>
/// <param name="Text">The rest.</param>
internal sealed record LogLine(string? Time, string? Kind, string? CallName, string Text)
{
    /// <summary>The end of a call.</summary>
    public const string Call = "call";

    /// <summary>The host's own life, and its clients.</summary>
    public const string Host = "host";

    /// <summary>The server's life.</summary>
    public const string Server = "server";

    /// <summary>What a line begins with, beside the log on standard error, that tells the user what a catalog lacks.</summary>
    public const string NotePrefix = "note: ";

    // Of "yyyy-MM-ddTHH:mm:ss.fffffffZ".
    private const int DigitsToTheMillisecond = 23;

    // The specification recommends 128 at most; a caller may send megabytes.
    private const int LongestName = 128;

    private static readonly SearchValues<char> UsualInNames =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:");

    public static LogLine Now(string kind, string text) => new(Timestamp(DateTime.UtcNow), kind, null, text);

    public static LogLine NowCall(string name, string outcome) => new(Timestamp(DateTime.UtcNow), Call, EscapeName(name), outcome);

    /// <summary>As <see cref="ToString"/> writes it; any other line is all text.</summary>
    public static LogLine Parse(string line)
    {
        var words = line.Split(' ', 3);
        if (words is not [var time, var kind, var text] || !IsTimestamp(time))
        {
            return new LogLine(null, null, null, line);
        }

        return kind == Call && text.Split(' ', 2) is [var name, var outcome]
            ? new LogLine(time, kind, name, outcome)
            : new LogLine(time, kind, null, text);
    }

    /// <summary>Any name as one word of at most 128 characters and an ellipsis.</summary>
    public static string EscapeName(string name)
    {
        if (name.Length is > 0 and <= LongestName && !name.AsSpan().ContainsAnyExcept(UsualInNames))
        {
            return name;
        }

        var escaped = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (escaped.Length >= LongestName)
            {
                return escaped.Append('…').ToString();
            }

            if (IsPlain(rune))
            {
                escaped.Append(rune);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        return escaped.Length == 0 ? "\\u{}" : escaped.ToString();
    }

    public override string ToString() =>
        Time is null ? Text : CallName is null ? $"{Time} {Kind} {OneLine(Text)}" : $"{Time} {Kind} {CallName} {OneLine(Text)}";

    private static bool IsPlain(Rune rune) =>
        rune.Value != '\\' && !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    // The round-trip format costs a tenth of a custom format.
    private static string Timestamp(DateTime time) =>
        string.Concat(time.ToString("O", CultureInfo.InvariantCulture).AsSpan(0, DigitsToTheMillisecond), "Z");

    private static bool IsTimestamp(string word) => word is ['2', _, _, _, '-', _, _, '-', _, _, 'T', .., 'Z'] && word.Length == 24;

    // Text after a line break is not the host's: a server's last words, a stack trace. The host's sentences have one line.
    private static string OneLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return PlainLine.Of(end < 0 ? text : text[..end]);
    }
}
