using System.Globalization;
using System.Text;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// Texts that a regular expression may match: its first alternatives, with everything that repeats repeated a few times. What it does
/// not understand it takes as it is written, so whoever asks must try the texts.
/// </summary>
internal sealed class PatternExample
{
    // How often a part repeats that may repeat without end. Lengths are asked for beside patterns, so some of them are long.
    private static readonly int[] Repetitions = [1, 3, 0, 2, 5, 8, 12, 16, 20, 24, 32, 36, 40, 64];

    private const int MaxLength = 512;

    private readonly string _pattern;
    private readonly int _repetitions;
    private int _at;

    private PatternExample(string pattern, int repetitions) => (_pattern, _repetitions) = (pattern, repetitions);

    public static IEnumerable<string> Of(string pattern) => Repetitions.Select(count => new PatternExample(pattern, count).Alternatives()).Distinct();

    private bool IsAtEnd => _at >= _pattern.Length;

    // Up to the end of the group.
    private string Alternatives()
    {
        string? first = null;
        var text = new StringBuilder();
        while (!IsAtEnd && _pattern[_at] is not ')')
        {
            if (_pattern[_at] is '|')
            {
                _at++;
                first ??= text.ToString();
                text.Clear();
                continue;
            }

            var (least, part) = (text.Length, Part());
            text.Append(Repeated(part));
            if (text.Length > MaxLength)
            {
                text.Length = Math.Max(least, MaxLength);
            }
        }

        return first ?? text.ToString();
    }

    private string Part()
    {
        var c = _pattern[_at++];
        switch (c)
        {
            case '^' or '$':
                return "";
            case '.':
                return "a";
            case '(':
                return Group();
            case '[':
                return Class();
            case '\\' when !IsAtEnd:
                return Escape(_pattern[_at++]);
            default:
                return c.ToString();
        }
    }

    // What a lookaround asks for is left to chance.
    private string Group()
    {
        var isLookaround = false;
        if (Takes("?"))
        {
            isLookaround = Takes("=") || Takes("!") || Takes("<=") || Takes("<!");
            if (!isLookaround && !Takes(":") && _pattern.IndexOf('>', _at) is >= 0 and var end)
            {
                _at = end + 1;
            }
        }

        var text = Alternatives();
        _at++;
        return isLookaround ? "" : text;
    }

    // A letter or a digit is the most natural member. Of a negated class, the first usual character that it does not name.
    private string Class()
    {
        var isNegated = Takes("^");
        var members = new StringBuilder();
        for (var start = _at; !IsAtEnd && (_pattern[_at] is not ']' || _at == start);)
        {
            var member = _pattern[_at++];
            var one = member is '\\' && !IsAtEnd ? Escape(_pattern[_at++]) : member.ToString();
            if (!IsAtEnd && _pattern[_at] is '-' && _at + 1 < _pattern.Length && _pattern[_at + 1] is not ']' && one.Length == 1)
            {
                _at++;
                var last = _pattern[_at++];
                for (var next = one[0]; next <= last && next < one[0] + 128; next++)
                {
                    members.Append(next);
                }
            }
            else
            {
                members.Append(one);
            }
        }

        _at++;
        var all = members.ToString();
        if (isNegated)
        {
            return "ab1-_ /.".Where(usual => !all.Contains(usual, StringComparison.Ordinal)).Select(static usual => usual.ToString()).FirstOrDefault("~");
        }

        return all.Length == 0 ? "" : all.FirstOrDefault(char.IsAsciiLetterLower, all.FirstOrDefault(char.IsAsciiLetterOrDigit, all[0])).ToString();
    }

    private string Escape(char c)
    {
        switch (c)
        {
            case 'd':
                return "1";
            case 'w' or 'S' or 'D':
                return "a";
            case 's' or 'W':
                return " ";
            case 'b' or 'B' or 'A' or 'z' or 'Z':
                return "";
            case 'n':
                return "\n";
            case 't':
                return "\t";
            case 'p' or 'P' when Takes("{"):
                _at = Math.Max(_at, _pattern.IndexOf('}', _at) + 1);
                return "a";
            case 'u' when _at + 4 <= _pattern.Length && ushort.TryParse(_pattern.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, null, out var unit):
                _at += 4;
                return ((char)unit).ToString();
            default:
                return c.ToString();
        }
    }

    private string Repeated(string part)
    {
        if (IsAtEnd)
        {
            return part;
        }

        var (least, most) = (1, 1);
        if (Takes("?"))
        {
            (least, most) = (0, 1);
        }
        else if (Takes("*"))
        {
            (least, most) = (0, int.MaxValue);
        }
        else if (Takes("+"))
        {
            (least, most) = (1, int.MaxValue);
        }
        else if (_pattern[_at] is '{' && _pattern.IndexOf('}', _at) is > 0 and var end && TryCounts(_pattern[(_at + 1)..end], ref least, ref most))
        {
            _at = end + 1;
        }
        else
        {
            return part;
        }

        _ = Takes("?") || Takes("+");
        var count = Math.Min(Math.Clamp(_repetitions, least, most), MaxLength);
        return string.Concat(Enumerable.Repeat(part, count));
    }

    private static bool TryCounts(string text, ref int least, ref int most)
    {
        var parts = text.Split(',');
        if (parts.Length > 2 || !int.TryParse(parts[0], out var from))
        {
            return false;
        }

        var to = from;
        if (parts.Length == 2 && !int.TryParse(parts[1], out to))
        {
            to = int.MaxValue;
        }

        (least, most) = (from, Math.Max(from, to));
        return true;
    }

    private bool Takes(string text)
    {
        var isHere = _pattern.AsSpan(Math.Min(_at, _pattern.Length)).StartsWith(text);
        _at += isHere ? text.Length : 0;
        return isHere;
    }
}
