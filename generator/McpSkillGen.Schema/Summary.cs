using System.Text;
using System.Text.RegularExpressions;

namespace McpSkillGen.Schema;

/// <summary>
/// A description in one line, for <c>list</c>, SKILL.md and the docs of emitted code: its first sentence, without tags, table
/// bars, code fences or invisible characters, so that it is safe in Markdown and on a terminal.
/// </summary>
internal static class Summary
{
    /// <summary>The room in a line of a list.</summary>
    public const int DefaultMaxLength = 100;

    // Not the stars of a glob: "**/*.cs" stays.
    private static readonly Regex Bold = new(@"\*\*([^\s*](?:[^*]*[^\s*])?)\*\*", RegexOptions.CultureInvariant);

    // HTML tags without an end tag.
    private static readonly string[] LoneTags = ["br", "hr", "img", "p", "li"];

    private static readonly string[] Abbreviations = ["e.g.", "i.e.", "etc.", "vs.", "approx.", "incl.", "resp.", "cf."];

    public static string Of(string description, int maxLength = DefaultMaxLength) =>
        Cap(WithoutLooseBackticks(FirstSentence(FirstParagraph(Visibility.Visible(description)))), maxLength);

    // Up to a blank line, a list or a heading. A tag alone on its line, such as <usecase>, does not count.
    private static string FirstParagraph(string description)
    {
        var paragraph = new StringBuilder();
        foreach (var line in description.Split('\n', '\r', '\u2028', '\u2029', '\u0085').Select(line => Clean(line, description)))
        {
            var isListItem = line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal);
            if (paragraph.Length > 0 && (line.Length == 0 || isListItem || line[0] is '#'))
            {
                break;
            }

            var text = line.TrimStart('#', '-', '*', '>', '=', ' ');
            if (text.Length > 0)
            {
                paragraph.Append(paragraph.Length > 0 ? " " : "").Append(text);
            }
        }

        return paragraph.ToString();
    }

    private static string Clean(string line, string description)
    {
        var clean = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c is '<' && TagLength(line, i) is > 0 and var length)
            {
                // "<path>" is a placeholder, unless it has an end tag somewhere or is HTML.
                var isPlaceholder = IsPlaceholder(line.Substring(i, length), description);
                if (isPlaceholder && (clean.Length == 0 || !char.IsLetterOrDigit(clean[clean.Length - 1])))
                {
                    continue;
                }

                i += isPlaceholder ? 0 : length - 1;
                c = ' ';
            }
            else if (c is '>' && IsPlaceholderEnd(line, i))
            {
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                clean.Append(clean.Length > 0 && clean[clean.Length - 1] is not ' ' ? " " : "");
                continue;
            }

            var characterLength = Visibility.LengthAt(line, i);
            clean.Append(c is '|' ? "/" : line.Substring(i, characterLength));
            i += characterLength - 1;
        }

        return Bold.Replace(clean.Replace("```", "").ToString(), "$1").Trim();
    }

    /// <summary>The length of what Markdown takes as a tag or the start of one; 0 if it is a less-than sign.</summary>
    private static int TagLength(string line, int start)
    {
        var name = start + 1 < line.Length && line[start + 1] is '/' or '!' ? start + 2 : start + 1;
        if (name >= line.Length || !char.IsLetter(line[name]))
        {
            return 0;
        }

        var end = line.IndexOf('>', name);
        return end < 0 ? 1 : end + 1 - start;
    }

    private static bool IsPlaceholder(string tag, string description)
    {
        var name = tag.Trim('<', '>');
        return tag.Length > 1 && name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' or '/')
            && name[0] is not '/' && name[name.Length - 1] is not '/'
            && !LoneTags.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase)
            && description.IndexOf("</" + name, StringComparison.OrdinalIgnoreCase) < 0;
    }

    // The end of a placeholder whose start was skipped.
    private static bool IsPlaceholderEnd(string line, int end)
    {
        var start = line.LastIndexOf('<', end);
        return start >= 0 && TagLength(line, start) == end + 1 - start;
    }

    private static string FirstSentence(string paragraph)
    {
        for (var i = 0; i < paragraph.Length; i++)
        {
            var isEnd = paragraph[i] switch
            {
                '。' or '！' or '？' => true,
                '.' or '!' or '?' => (i + 1 == paragraph.Length || paragraph[i + 1] is ' ') && !IsAbbreviation(paragraph, i),
                _ => false,
            };
            if (isEnd)
            {
                return paragraph.Substring(0, i + 1);
            }
        }

        return paragraph;
    }

    // "1." numbers a list rather than ending a sentence.
    private static bool IsAbbreviation(string paragraph, int dot)
    {
        var start = paragraph.LastIndexOf(' ', dot) + 1;
        var word = paragraph.Substring(start, dot + 1 - start).TrimStart('(', '"', '\'');
        return Abbreviations.Contains(word, StringComparer.OrdinalIgnoreCase) || (start == 0 && word.TrimEnd('.').All(char.IsDigit));
    }

    private static string WithoutLooseBackticks(string text) => text.Count(static c => c is '`') % 2 == 0 ? text : text.Replace("`", "");

    private static string Cap(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var space = text.LastIndexOf(' ', maxLength - 1);
        var end = space > maxLength / 2 ? space : maxLength - 1;
        if (char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        return WithoutLooseBackticks(text.Substring(0, end).TrimEnd(' ', ',', ';', ':', '(', '.')) + "…";
    }
}
