using System.Globalization;

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

    /// <summary>Whether the character at a place is visible: not a control, a format character, a line end, or half a surrogate pair.</summary>
    public static bool IsVisibleAt(string text, int index) => text[index] is >= ' ' and <= '~'
        || CharUnicodeInfo.GetUnicodeCategory(text, index) is not
            (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
