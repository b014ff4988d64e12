using System.Text.RegularExpressions;

namespace McpSkillGen.Host.Links.Http;

/// <summary>How servers say that they do not know a session, beside 404: in words, with any status.</summary>
internal static partial class LostSession
{
    // A text that is longer tells a story about something else.
    private const int LongestWords = 300;

    /// <summary>Whether the words are about a session that the server does not know.</summary>
    public static bool IsToldBy(string words) => words.Length <= LongestWords && (Lost().IsMatch(words) || NotBegun().IsMatch(words));

    // "No valid session", "Session not found", "mcp-session-id is unknown", "The session has expired".
    [GeneratedRegex(
        @"\b(no|not a|invalid|unknown|unrecognized|expired|missing|inactive|stale|bad|find)\b[^.:;{}]{0,30}\bsession|\bsession[\W_]?(id)?\b[^.;{}]{0,60}\b(not (be )?(found|valid|known|active|recognized|exist)|(doesn't|doesn’t|didn't) exist|no longer|unknown|invalid|expired|terminated|closed|ended|gone|missing|lost|required|timed out)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lost();

    [GeneratedRegex(@"\bnot (yet |been )?initiali[sz]ed\b|\bbefore initiali[sz]ation\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotBegun();
}
