using System.Text.RegularExpressions;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// What people type, in the middle of a server's prose: paths with placeholders (<c>&lt;owner&gt;/&lt;repo&gt;</c>) and globs
/// (<c>**/*.ts</c>). As prose, Markdown would take them for tags and for emphasis.
/// </summary>
internal static partial class TypedText
{
    // What surrounds a word in a sentence.
    private const string Punctuation = "'\"()[],.;:";

    // Elements of HTML, and words that models take for the frame of a conversation.
    private static readonly HashSet<string> Markup = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "b", "i", "u", "p", "br", "hr", "li", "ul", "ol", "em", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "pre", "img", "sub", "sup", "svg",
        "span", "code", "body", "head", "html", "link", "meta", "form", "input", "style", "table", "tbody", "thead", "video", "audio", "embed",
        "script", "iframe", "object", "button", "select", "option", "source", "strong", "details", "summary", "textarea", "blockquote",
        "system", "assistant", "human", "important", "instruction", "instructions", "prompt", "admin", "developer", "thinking",
    };

    /// <summary>Whether something in angle brackets stands for a value: it is a name, and nothing ends it as it would an element.</summary>
    /// <param name="tag">With its brackets.</param>
    /// <param name="text">Where it was found.</param>
    public static bool IsPlaceholder(string tag, string text) =>
        Placeholder().Match(tag) is { Success: true, Groups: [_, { Value: var name }] }
        && !Markup.Contains(name)
        && !text.Contains("</" + name, StringComparison.OrdinalIgnoreCase);

    /// <summary>A line of prose without backticks, with what is typed in it as code.</summary>
    public static string AsCode(string line) => TypedWord().Replace(line, static word =>
    {
        var typed = word.Value.Trim(Punctuation.ToCharArray());
        return typed.Length == 0 ? word.Value : word.Value.Replace(typed, CodeSpan.Of(typed), StringComparison.Ordinal);
    });

    [GeneratedRegex(@"\A<([A-Za-z][\w.:-]{0,40})>\z", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    // A word with a placeholder, or with a star at a slash or before an extension.
    [GeneratedRegex(@"\S*(?:<[A-Za-z][\w.:-]*>|\*/|/\*|\*\.[A-Za-z])\S*", RegexOptions.CultureInvariant)]
    private static partial Regex TypedWord();
}
