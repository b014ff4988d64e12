using System.Buffers;
using System.Globalization;
using System.Text;

namespace McpSkillGen.Runtime.Text;

/// <summary>
/// Foreign text on a terminal. Control characters move the cursor, set the clipboard or answer questions; others are invisible, or
/// turn the order of letters around. Here they are shown as <c>\u001b</c>.
/// </summary>
internal static class VisibleText
{
    private const char ZeroWidthNonJoiner = '\u200c';
    private const char ZeroWidthJoiner = '\u200d';

    private static readonly SearchValues<byte> Harmless =
        SearchValues.Create([(byte)'\t', (byte)'\n', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(static c => (byte)c)]);

    /// <summary>Whether there is certainly nothing to show: printable ASCII on lines.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> utf8) => utf8.IndexOfAnyExcept(Harmless) < 0;

    /// <summary>Text of several lines.</summary>
    /// <param name="utf8">What is not UTF-8 in it is shown as <c>\x9b</c>.</param>
    public static byte[] OfLines(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder(utf8.Length + 16);
        while (!utf8.IsEmpty)
        {
            var isValid = Rune.DecodeFromUtf8(utf8, out var rune, out var length) is OperationStatus.Done;
            if (isValid)
            {
                text.Append(rune);
            }
            else
            {
                foreach (var b in utf8[..length])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
                }
            }

            utf8 = utf8[length..];
        }

        return Encoding.UTF8.GetBytes(OfLines(text.ToString()));
    }

    /// <inheritdoc cref="OfLines(ReadOnlySpan{byte})"/>
    public static string OfLines(string text) => Of(text, keepsLines: true);

    /// <summary>Text on one line: a line break, and the blanks after it, become one blank.</summary>
    public static string OnOneLine(string text) => Of(text, keepsLines: false);

    private static string Of(string text, bool keepsLines)
    {
        if (!NeedsWork(text, keepsLines))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        var (previous, isAfterBreak) = (default(Rune), false);
        for (var i = 0; i < text.Length;)
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            var next = i + length < text.Length ? text[i + length] : '\0';
            i += length;
            var isBreak = rune.Value is '\n' or '\r' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029;
            if (isAfterBreak && (isBreak || rune.Value is ' ' or '\t'))
            {
                continue;
            }

            isAfterBreak = isBreak && !keepsLines;
            if (isAfterBreak)
            {
                shown.Append(' ');
            }
            else if (rune.Value is '\t' || (keepsLines && (rune.Value is '\n' || (rune.Value is '\r' && next is '\n'))))
            {
                shown.Append(keepsLines ? (char)rune.Value : ' ');
            }
            else if (IsHidden(rune, previous, next))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\{(rune.IsBmp ? 'u' : 'U')}").Append(rune.Value.ToString(rune.IsBmp ? "x4" : "x8", CultureInfo.InvariantCulture));
            }
            else
            {
                shown.Append(rune);
            }

            previous = rune;
        }

        return shown.ToString();
    }

    private static bool NeedsWork(string text, bool keepsLines)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' && !(keepsLines && c is '\n' or '\t'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHidden(Rune rune, Rune previous, char next) => rune.Value switch
    {
        // They join emoji and the letters of many scripts. Between ASCII they only hide.
        ZeroWidthNonJoiner or ZeroWidthJoiner => previous.IsAscii || char.IsAscii(next),

        // Fillers that are letters to Unicode; the selectors of variants, but for the two of emoji; tags.
        0x034f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or 0x3164 or 0xffa0 => true,
        (>= 0x180b and <= 0x180f) or (>= 0xfe00 and <= 0xfe0d) or (>= 0xe0000 and <= 0xe0fff) => true,
        _ => Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };
}
