using System.Globalization;
using System.Text;
using McpSkillGen.Schema;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// What is typed, as code in Markdown: word for word, whatever characters a server chose. Only what nobody could see is escaped as in
/// JSON, and what a harness would run: it runs <c>!`command`</c> in a skill.
/// </summary>
internal static class CodeSpan
{
    public static string Of(string text)
    {
        var visible = Visible(text);
        var fence = new string('`', LongestRun(visible) + 1);
        var needsSpace = visible.Length == 0 || visible[0] is '`' || visible[^1] is '`' || (visible[0] is ' ' && visible[^1] is ' ');
        return needsSpace ? $"{fence} {visible} {fence}" : $"{fence}{visible}{fence}";
    }

    /// <summary>Several with commas between them, as many as fit.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="maxLength">What all of them may take; the first one is always there.</param>
    public static string List(IReadOnlyList<string> texts, int maxLength)
    {
        var list = new StringBuilder();
        for (var i = 0; i < texts.Count; i++)
        {
            var next = $"{(i > 0 ? ", " : "")}{Of(texts[i])}";
            if (i > 0 && list.Length + next.Length > maxLength)
            {
                return list.Append(CultureInfo.InvariantCulture, $", … {texts.Count - i} more").ToString();
            }

            list.Append(next);
        }

        return list.ToString();
    }

    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += Visibility.LengthAt(text, i))
        {
            var isCommand = text[i] is '`' && visible.Length > 0 && visible[^1] is '!';
            if (Visibility.IsVisibleAt(text, i) && !isCommand)
            {
                visible.Append(text, i, Visibility.LengthAt(text, i));
                continue;
            }

            foreach (var c in text.AsSpan(i, Visibility.LengthAt(text, i)))
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        // At its end, the fence would be the backtick of a command.
        return visible.Length > 0 && visible[^1] is '!' ? visible.Append(' ').ToString() : visible.ToString();
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c is '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
