using System.Text.RegularExpressions;

namespace McpSkillGen.Runtime;

/// <summary>A JSON Schema <c>pattern</c>: a regular expression that a text must match somewhere.</summary>
/// <remarks>Abstract so that an executor whose server has no patterns is linked without regular expressions.</remarks>
public abstract class TextPattern
{
    private protected TextPattern(IReadOnlyList<string> sources) => Sources = sources;

    /// <summary>The expressions in the schema.</summary>
    internal IReadOnlyList<string> Sources { get; }

    /// <summary>Makes a pattern of ECMA-262 expressions.</summary>
    /// <param name="sources">
    /// The expressions in the schema; a text must match all. The server decides about what .NET cannot read, or reads differently.
    /// </param>
    public static TextPattern Of(params string[] sources) => new RegexPattern(sources);

    /// <summary>Whether the text matches, or might match: the server decides in doubt.</summary>
    /// <param name="text">The text.</param>
    /// <param name="patience">How long that may take.</param>
    internal abstract bool MayMatch(string text, TimeSpan patience);

    private sealed class RegexPattern(string[] sources) : TextPattern(sources)
    {
        internal override bool MayMatch(string text, TimeSpan patience) => Array.TrueForAll(sources, source => MayMatch(source, text, patience));

        private static bool MayMatch(string source, string text, TimeSpan patience)
        {
            try
            {
                return !PatternDialect.IsCommon(source, text) || Regex.IsMatch(text, source, RegexOptions.CultureInvariant, patience);
            }
            catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
            {
                return true;
            }
        }
    }
}
