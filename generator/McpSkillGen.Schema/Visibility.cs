using System.Globalization;
using System.Text;

namespace McpSkillGen.Schema;

/// <summary>
/// Which characters of a server's text are safe in a file. The others can end a line invisibly, turn the direction of what
/// follows ("Trojan source"), hide text inside text, or cannot be encoded as UTF-8.
/// </summary>
internal static class Visibility
{
    /// <summary>The length in UTF-16 code units of the character at a place; 1 for half a surrogate pair.</summary>
    public static int LengthAt(string text, int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;

    // Letters, marks and signs that are drawn as nothing: Hangul fillers, Khmer inherent vowels, the blank Braille pattern, the
    // combining grapheme joiner, Mongolian and other variation selectors.
    private const string Blank = "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0";

    /// <summary>
    /// Whether the character at a place is visible: not a control, a format character, a line end, half a surrogate pair, a
    /// variation selector, or a letter or sign that is drawn as nothing.
    /// </summary>
    public static bool IsVisibleAt(string text, int index) => text[index] is >= ' ' and <= '~'
        || (CharUnicodeInfo.GetUnicodeCategory(text, index) is not
                (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            && Blank.IndexOf(text[index]) < 0 && !IsVariationSelector(text, index));

    /// <summary>The text without what cannot be seen. White space stays, also as line ends.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += LengthAt(text, i))
        {
            if (char.IsWhiteSpace(text[i]) || IsVisibleAt(text, i))
            {
                visible.Append(text, i, LengthAt(text, i));
            }
        }

        return visible.ToString();
    }

    // U+FE00 to U+FE0F, and U+E0100 to U+E01EF.
    private static bool IsVariationSelector(string text, int index) =>
        text[index] is >= '\uFE00' and <= '\uFE0F' || (text[index] is '\uDB40' && LengthAt(text, index) is 2);
}
