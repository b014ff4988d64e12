using System.Text;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>
/// The skill's <c>.env</c> file: <c>NAME=value</c> lines, <c>#</c> comments on lines of their own or after white space, an
/// optional <c>export</c>, single or double quotes around a value; <c>\n</c>, <c>\"</c> and <c>\\</c> inside double ones. The
/// process environment takes precedence, as usual.
/// </summary>
internal static class DotEnv
{
    /// <summary>Looks variables up in the environment first, then in the file's text.</summary>
    /// <param name="text">The file; empty if there is none.</param>
    /// <param name="environment">The process environment.</param>
    public static Func<string, string?> Over(string text, Func<string, string?> environment)
    {
        if (text.Length == 0)
        {
            return environment;
        }

        var values = Parse(text);
        return name => environment(name) ?? values.GetValueOrDefault(name);
    }

    /// <summary>Reads every assignment and skips other lines.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            var assignment = line.Trim();
            if (assignment.StartsWith("export ", StringComparison.Ordinal))
            {
                assignment = assignment["export ".Length..].TrimStart();
            }

            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && assignment[0] != '#')
            {
                values[assignment[..equals].TrimEnd()] = ValueOf(assignment[(equals + 1)..]);
            }
        }

        return values;
    }

    private static string ValueOf(string written)
    {
        var value = written.Trim();
        var end = value switch
        {
            ['\'', ..] => value.IndexOf('\'', 1),
            ['"', ..] => EndOfDoubleQuoted(value),
            _ => -1,
        };
        var isQuoted = end > 0 && value.AsSpan(end + 1).TrimStart() is [] or ['#', ..];
        return isQuoted
            ? value[0] == '"' ? Unescape(value[1..end]) : value[1..end]
            : WithoutComment(written).Trim();
    }

    private static int EndOfDoubleQuoted(string value)
    {
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '"')
            {
                return i;
            }

            i += value[i] == '\\' ? 1 : 0;
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
}
