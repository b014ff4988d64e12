using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Host.Rules;

/// <summary>
/// The regular expressions of a config's rules. They are ECMA-262, as in JSON Schema; where .NET may read one differently on some
/// text, the answer is "in doubt", and the stricter reading of the rule counts.
/// </summary>
internal sealed class TextPatterns
{
    // A call may cost this much more, however many expressions and values there are.
    private static readonly TimeSpan BudgetOfCall = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan BudgetOfText = TimeSpan.FromMilliseconds(100);

    private static readonly string[] EscapesBeyondAscii = ["\\b", "\\B", "\\s", "\\S", "\\D", "\\W"];

    private readonly Dictionary<string, Regex> _expressions = new(StringComparer.Ordinal);

    private TextPatterns()
    {
    }

    /// <exception cref="SkillException">An expression cannot be read; the message has its place.</exception>
    public static TextPatterns Compile(IEnumerable<RulePattern> patterns)
    {
        var compiled = new TextPatterns();
        foreach (var (source, place) in patterns)
        {
            try
            {
                compiled._expressions.TryAdd(source, new Regex(Translated(source), RegexOptions.CultureInvariant, BudgetOfText));
            }
            catch (ArgumentException e)
            {
                throw new SkillException(ExitCode.WrongEnvironment, $"{place}: error: the pattern {source} cannot be read: {e.Message}", e);
            }
        }

        return compiled;
    }

    /// <summary>Checks texts for one call, as long as its budget lasts.</summary>
    public ITextMatcher ForCall() => new Matcher(_expressions);

    /// <summary>
    /// The same expression for .NET, whose <c>$</c> also matches before a line break at the end, whose <c>.</c> matches other line
    /// breaks, and whose <c>\d</c> and <c>\w</c> match all scripts.
    /// </summary>
    /// <exception cref="ArgumentException">A class means something else in .NET.</exception>
    internal static string Translated(string source)
    {
        var translated = new StringBuilder(source.Length + 8);
        var isInClass = false;
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (c is '\\' && i + 1 < source.Length)
            {
                translated.Append(Escape(source[++i], isInClass));
                continue;
            }

            if (isInClass ? c is '[' && source[i - 1] is '-' : c is '[' && source.AsSpan(i + 1) is ['^', ']', ..] or [']', ..])
            {
                throw new ArgumentException($"the class at character {i + 1} means something else in .NET; write it in another way.");
            }

            translated.Append(isInClass ? c.ToString() : c switch
            {
                '$' => "\\z",
                '.' => "[^\\n\\r\\u2028\\u2029]",
                _ => c.ToString(),
            });
            isInClass = isInClass ? c is not ']' : c is '[';
        }

        return translated.ToString();
    }

    private static string Escape(char letter, bool isInClass) => (letter, isInClass) switch
    {
        ('d', true) => "0-9",
        ('w', true) => "A-Za-z0-9_",
        ('d', false) => "[0-9]",
        ('D', false) => "[^0-9]",
        ('w', false) => "[A-Za-z0-9_]",
        ('W', false) => "[^A-Za-z0-9_]",
        _ => $"\\{letter}",
    };

    private sealed class Matcher(Dictionary<string, Regex> expressions) : ITextMatcher
    {
        private TimeSpan _spent;

        public bool? Matches(string pattern, string text)
        {
            if (_spent > BudgetOfCall || MayReadDifferently(pattern, text))
            {
                return null;
            }

            var started = Stopwatch.GetTimestamp();
            try
            {
                return expressions[pattern].IsMatch(text);
            }
            catch (RegexMatchTimeoutException)
            {
                return null;
            }
            finally
            {
                _spent += Stopwatch.GetElapsedTime(started);
            }
        }

        // ECMA-262 counts a character beyond 16 bits once, .NET twice; a word's edge and white space differ beyond ASCII.
        private static bool MayReadDifferently(string pattern, string text) =>
            !Ascii.IsValid(text)
            && (EscapesBeyondAscii.Any(escape => pattern.Contains(escape, StringComparison.Ordinal))
                || (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
                    && (pattern.Contains('.', StringComparison.Ordinal) || pattern.Contains("[^", StringComparison.Ordinal) || !Ascii.IsValid(pattern))));
    }
}
