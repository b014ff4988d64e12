using System.Text;
using McpSkillGen.Schema;

namespace McpSkillGen.Generator.Emission;

/// <summary>
/// The one place where a server's text becomes an XML comment: escaped, wrapped, and shortened. The whole text is in the
/// tool's definition.
/// </summary>
internal static class DocComment
{
    private const int MaxColumn = 120;
    private const int MaxLength = 1200;
    private const int MaxDefaultLength = 80;

    /// <summary>A summary of foreign text, or <paramref name="otherwise"/>, which is XML, if there is none.</summary>
    public static void Summary(CodeWriter code, string text, string otherwise)
    {
        var lines = Wrap(text, MaxColumn - code.Column - "/// ".Length);
        if (lines.Count == 0)
        {
            code.Line($"/// <summary>{otherwise}</summary>");
            return;
        }

        if (lines.Count == 1 && code.Column + "/// <summary></summary>".Length + lines[0].Length <= MaxColumn)
        {
            code.Line($"/// <summary>{lines[0]}</summary>");
            return;
        }

        code.Line("/// <summary>");
        foreach (var line in lines)
        {
            code.Line(line.Length > 0 ? "/// " + line : "///");
        }

        code.Line("/// </summary>");
    }

    /// <summary>What the server assumes if a property is absent.</summary>
    public static void Default(CodeWriter code, string? defaultJson)
    {
        if (defaultJson is { Length: <= MaxDefaultLength })
        {
            code.Line($"/// <remarks>The server's default: {Code(defaultJson)}.</remarks>");
        }
    }

    /// <summary>A name or value from the server, as XML.</summary>
    public static string Code(string text) => $"<c>{Escape(text)}</c>";

    /// <summary>Foreign text on one line, as XML.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            var length = Visibility.LengthAt(text, start);
            i += length - 1;
            _ = text[start] switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                // Not characters, so not valid XML.
                '\uFFFE' or '\uFFFF' => escaped,
                var c when char.IsWhiteSpace(c) => escaped.Append(' '),
                _ when Visibility.IsVisibleAt(text, start) => escaped.Append(text, start, length),
                _ => escaped,
            };
        }

        return escaped.ToString();
    }

    // Keeps the server's lines, which may be lists. Blank lines separate paragraphs, never two in a row.
    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var line in Cut(text).Split('\n', '\r', '\u0085', '\u2028', '\u2029'))
        {
            var words = Escape(line).Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                AppendWrapped(lines, words, width);
            }
            else if (lines.Count > 0 && lines[lines.Count - 1].Length > 0)
            {
                lines.Add("");
            }
        }

        if (lines.Count > 0 && lines[lines.Count - 1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }

    private static void AppendWrapped(List<string> lines, string[] words, int width)
    {
        var line = new StringBuilder();
        foreach (var word in words)
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        lines.Add(line.ToString());
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var end = text.LastIndexOf(' ', MaxLength);
        return text.Substring(0, end > MaxLength / 2 ? end : MaxLength) + " …";
    }
}
