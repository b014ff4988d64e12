using System.Text;
using System.Text.RegularExpressions;
using McpSkillGen.Schema;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// A server's text on its way into files that agents read. It is hostile input: an agent must not take it for our own words, a
/// harness must not run it (as it does <c>!`command`</c> in a skill), and a reader must see all of it.
/// </summary>
internal static partial class ServerText
{
    /// <summary>One line without markup, cut at a word.</summary>
    public static string Line(string text, int maxLength) => Cut(Plain(text).Trim(), maxLength);

    /// <summary>One line for the frontmatter, which forbids angle brackets and three dashes.</summary>
    public static string FrontmatterLine(string text, int maxLength) =>
        Cut(Dashes().Replace(Plain(text), "-").Replace("<", "", StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal).Trim(), maxLength);

    /// <summary>A Markdown quotation without markup; empty if there is nothing to quote.</summary>
    public static IReadOnlyList<string> Quotation(string text, int maxLength)
    {
        var lines = CutAtLine(text.ReplaceLineEndings("\n").Trim(), maxLength).Split('\n').Select(PlainLine).ToArray();
        return [.. lines
            .Where((line, i) => line.Length > 0 || (i > 0 && lines[i - 1].Length > 0))
            .Select(static line => $"> {line}".TrimEnd())
            .SkipWhile(static line => line is ">")];
    }

    private static string CutAtLine(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = text.LastIndexOf('\n', maxLength - 1) is > 0 and var lineEnd && lineEnd > maxLength / 2
            ? lineEnd
            : Math.Max(maxLength / 2, text.LastIndexOf(' ', maxLength - 1));
        return $"{text[..end].TrimEnd()}\n…";
    }

    // Indentation marks lists and examples, so it stays.
    private static string PlainLine(string line)
    {
        var indentation = Math.Min(8, line.Length - line.TrimStart(' ').Length);
        return (new string(' ', indentation) + Plain(line).Trim()).TrimEnd();
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        // What cannot be seen goes first: it could be inside a tag.
        var withoutTags = Tag().Replace(Visibility.Visible(text), " ");
        for (var i = 0; i < withoutTags.Length; i += Visibility.LengthAt(withoutTags, i))
        {
            var c = withoutTags[i];
            if (char.IsWhiteSpace(c))
            {
                plain.Append(plain.Length > 0 && plain[^1] != ' ' ? " " : "");
            }
            else
            {
                // Backticks would start code, which a harness may run. Bars would end a table cell.
                plain.Append(c is '`' ? "'" : c is '|' ? "/" : withoutTags.Substring(i, Visibility.LengthAt(withoutTags, i)));
            }
        }

        // A link's target could be fetched or followed. As text it is only read.
        return plain.Replace("](", "] (").Replace("**", "").ToString().TrimStart('#');
    }

    private static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var space = text.LastIndexOf(' ', maxLength - 2);
        var end = space > maxLength / 2 ? space : maxLength - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)].TrimEnd(' ', ',', ';', ':', '.') + "…";
    }

    // Also unclosed ones. "a < b" is not a tag.
    [GeneratedRegex("</?[A-Za-z!][^<>]*>?")]
    private static partial Regex Tag();

    [GeneratedRegex("-{2,}")]
    private static partial Regex Dashes();
}
