using System.Text;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>One assignment of a <c>.env</c> file.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value; null if the quote that begins it never ends.</param>
/// <param name="Line">The number of its first line.</param>
/// <param name="Text">All of its lines, as they were written.</param>
internal sealed record DotEnvEntry(string Name, string? Value, int Line, string Text);

/// <summary>
/// The skill's <c>.env</c> file: <c>NAME=value</c> lines, <c>#</c> comments on lines of their own or after white space, an
/// optional <c>export</c>, and quotes (single, double or backticks) around a value, which may then have several lines;
/// <c>\n</c>, <c>\"</c> and <c>\\</c> inside double ones. The process environment takes precedence, as usual.
/// </summary>
internal static class DotEnv
{
    private const string Export = "export";

    /// <summary>Looks variables up in the environment first, then in the file's text.</summary>
    /// <param name="text">The file; empty if there is none.</param>
    /// <param name="environment">The process environment.</param>
    /// <returns>Throws a <see cref="SkillException"/> for a variable whose value in the file has no end.</returns>
    public static Func<string, string?> Over(string text, Func<string, string?> environment)
    {
        if (text.Length == 0)
        {
            return environment;
        }

        var entries = Latest(text);
        return name => environment(name) ?? (entries.TryGetValue(name, out var entry) ? entry.Value ?? throw HasNoEnd(entry) : null);
    }

    /// <summary>The value of every variable that has one.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text) => Latest(text).Values
        .Where(static entry => entry.Value is not null)
        .ToDictionary(static entry => entry.Name, static entry => entry.Value!, StringComparer.Ordinal);

    /// <summary>Every assignment, in the file's order. Other lines are passed over.</summary>
    public static IEnumerable<DotEnvEntry> Read(string text)
    {
        text = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        var line = 1;
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfLine(text, start);
            if (ReadAt(text, start, end, line) is { } entry)
            {
                yield return entry;
                end = start + entry.Text.Length;
            }

            line += text.AsSpan(start, end - start).Count('\n') + 1;
            start = end + 1;
        }
    }

    private static Dictionary<string, DotEnvEntry> Latest(string text)
    {
        var latest = new Dictionary<string, DotEnvEntry>(StringComparer.Ordinal);
        foreach (var entry in Read(text))
        {
            latest[entry.Name] = entry;
        }

        return latest;
    }

    private static DotEnvEntry? ReadAt(string text, int start, int end, int line)
    {
        var equals = text.IndexOf('=', start, end - start);
        var name = equals < 0 ? "" : text[start..equals].Trim();
        if (name.StartsWith(Export, StringComparison.Ordinal) && name.Length > Export.Length && char.IsWhiteSpace(name[Export.Length]))
        {
            name = name[Export.Length..].Trim();
        }

        if (name is [] or ['#', ..])
        {
            return null;
        }

        var written = text[(equals + 1)..end];
        var open = equals + 1 + (written.Length - written.TrimStart().Length);
        if (open == end || text[open] is not ('\'' or '"' or '`'))
        {
            return new DotEnvEntry(name, WithoutComment(written).Trim(), line, text[start..end]);
        }

        var close = EndOfQuoted(text, open);
        var endOfLast = close < 0 ? end : EndOfLine(text, close);
        if (close > 0 && text.AsSpan(close + 1, endOfLast - close - 1).TrimStart() is [] or ['#', ..])
        {
            var quoted = text[(open + 1)..close];
            return new DotEnvEntry(name, text[open] == '"' ? Unescape(quoted) : quoted, line, text[start..endOfLast]);
        }

        // Quotes within one line may be a part of the value: "one" two.
        return new DotEnvEntry(name, close > 0 && close < end ? WithoutComment(written).Trim() : null, line, text[start..end]);
    }

    private static int EndOfLine(string text, int start) => text.IndexOf('\n', start) is >= 0 and var end ? end : text.Length;

    private static int EndOfQuoted(string text, int open)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] == text[open])
            {
                return i;
            }

            i += text[open] == '"' && text[i] == '\\' ? 1 : 0;
        }

        return -1;
    }

    private static string Unescape(string quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            var isEscape = quoted[i] == '\\' && i + 1 < quoted.Length && quoted[i + 1] is 'n' or '"' or '\\';
            i += isEscape ? 1 : 0;
            text.Append(isEscape && quoted[i] == 'n' ? '\n' : quoted[i]);
        }

        return text.ToString();
    }

    // A # inside a word belongs to it: tokens contain any character.
    private static string WithoutComment(string written)
    {
        for (var i = 1; i < written.Length; i++)
        {
            if (written[i] == '#' && char.IsWhiteSpace(written[i - 1]))
            {
                return written[..i];
            }
        }

        return written;
    }

    private static SkillException HasNoEnd(DotEnvEntry entry) => new(
        ExitCode.WrongEnvironment,
        $".env:{entry.Line}: error: the value of {entry.Name} begins with a quote that does not end. Add it, or put the whole value into quotes of the other kind.");
}
