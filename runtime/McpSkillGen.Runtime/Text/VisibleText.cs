using System.Globalization;
using System.Text;

namespace McpSkillGen.Runtime.Text;

/// <summary>A foreign text of which a person sees everything: what a terminal would hide, move or turn around is written as <c>\u{202e}</c>.</summary>
internal static class VisibleText
{
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">How much of it is shown. How much follows is said.</param>
    public static string Of(string text, int maxLength = int.MaxValue)
    {
        var visible = new StringBuilder(Math.Min(text.Length, maxLength));
        var shown = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (visible.Length >= maxLength)
            {
                return visible.Append(CultureInfo.InvariantCulture, $"… and {HumanText.Count(text.Length - shown, "more character")}").ToString();
            }

            shown += rune.Utf16SequenceLength;
            if (IsVisible(rune))
            {
                visible.Append(rune);
            }
            else
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        return visible.ToString();
    }

    private static bool IsVisible(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
