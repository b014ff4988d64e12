using System.Text;
using System.Text.RegularExpressions;

namespace McpSkillGen.Runtime;

/// <summary>A JSON Schema <c>pattern</c>: a regular expression that a text must match somewhere.</summary>
/// <remarks>Abstract so that an executor whose server has no patterns is linked without regular expressions.</remarks>
public abstract class TextPattern
{
    private protected TextPattern(string source) => Source = source;

    /// <summary>The expression as the schema has it.</summary>
    internal string Source { get; }

    /// <summary>Makes a pattern of an ECMA-262 expression.</summary>
    /// <param name="source">The schema's own words. What .NET cannot read fits every text: the server decides then.</param>
    public static TextPattern Of(string source) => new RegexPattern(source);

    /// <summary>Whether the text matches, or might: a doubt is left to the server.</summary>
    internal abstract bool MayMatch(string text);

    private sealed class RegexPattern(string source) : TextPattern(source)
    {
        // An expression that backtracks for longer than this is hostile; nobody waits for it before a call of milliseconds.
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

        // Where ECMA-262 and .NET part: "\b", "\W" and their like mean ASCII to the one and all of Unicode to the other, and a
        // character beyond 16 bits is one to the one and two to the other.
        private bool MayReadDifferently(string text) =>
            HasOtherClasses(Source)
            || (!Ascii.IsValid(text) && Source.Contains('\\'))
            || (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
                && (Source.Contains('.') || Source.Contains("[^", StringComparison.Ordinal) || !Ascii.IsValid(Source)));

        // "[]", "[^]" and "[a-z-[A-Z]" are classes of other characters.
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
