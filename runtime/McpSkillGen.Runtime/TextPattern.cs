using System.Text;
using System.Text.RegularExpressions;

namespace McpSkillGen.Runtime;

/// <summary>A JSON Schema <c>pattern</c>: a regular expression that a text must match somewhere.</summary>
/// <remarks>Abstract so that an executor whose server has no patterns is linked without regular expressions.</remarks>
public abstract class TextPattern
{
    private protected TextPattern(string source) => Source = source;

    /// <summary>The expression in the schema.</summary>
    internal string Source { get; }

    /// <summary>Makes a pattern of an ECMA-262 expression.</summary>
    /// <param name="source">The expression in the schema. One that .NET cannot read matches every text: the server decides.</param>
    public static TextPattern Of(string source) => new RegexPattern(source);

    /// <summary>Whether the text matches, or might match: the server decides in doubt.</summary>
    internal abstract bool MayMatch(string text);

    private sealed class RegexPattern(string source) : TextPattern(source)
    {
        // Nobody waits longer than this before a call of milliseconds: an expression that backtracks for longer is hostile.
        private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

        internal override bool MayMatch(string text)
        {
            try
            {
                return Regex.IsMatch(text, Source, RegexOptions.CultureInvariant, Patience) || MayReadDifferently(text);
            }
            catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
            {
                return true;
            }
        }

        // Where ECMA-262 and .NET differ: "\b", "\W" and their like mean ASCII in the former and all of Unicode in the latter, and a
        // character beyond 16 bits counts as one in the former and as two in the latter.
        private bool MayReadDifferently(string text) =>
            HasOtherClasses(Source)
            || (!Ascii.IsValid(text) && Source.Contains('\\'))
            || (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
                && (Source.Contains('.') || Source.Contains("[^", StringComparison.Ordinal) || !Ascii.IsValid(Source)));

        // "[]", "[^]" and "[a-z-[A-Z]" are other classes in .NET.
        private static bool HasOtherClasses(string source)
        {
            var isWithin = false;
            for (var i = 0; i < source.Length; i++)
            {
                var rest = source.AsSpan(i);
                if (isWithin ? rest.StartsWith("-[") : rest.StartsWith("[]") || rest.StartsWith("[^]"))
                {
                    return true;
                }

                isWithin = rest[0] is '[' || (isWithin && rest[0] is not ']');
                i += rest[0] is '\\' ? 1 : 0;
            }

            return false;
        }
    }
}
