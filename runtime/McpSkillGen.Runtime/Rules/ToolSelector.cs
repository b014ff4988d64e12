using System.IO.Enumeration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Rules;

/// <summary>Which tools a rule is about: a name with <c>*</c> for anything, or what the server says that they do.</summary>
internal sealed class ToolSelector
{
    private static readonly (string Word, Func<ToolHints, bool> Holds)[] Words =
    [
        ("@destructive", static hints => hints.IsDestructive),
        ("@open-world", static hints => hints.IsOpenWorld),
        ("@read-only", static hints => hints.IsReadOnly),
        ("@idempotent", static hints => hints.IsIdempotent),
    ];

    private readonly Func<ToolHints, bool>? _holds;

    private ToolSelector(string text, Func<ToolHints, bool>? holds) => (Text, _holds) = (text, holds);

    /// <summary>As the config spells it.</summary>
    public string Text { get; }

    /// <summary>Whether it asks what the tool does, and not what it is called.</summary>
    public bool IsAboutHints => _holds is not null;

    /// <param name="text">As the config spells it.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>Null if something is wrong.</returns>
    public static ToolSelector? Parse(string text, out string problem)
    {
        problem = "";
        if (text is not ['@', ..])
        {
            problem = text.Length == 0 ? "an empty text selects no tool" : "";
            return text.Length == 0 ? null : new ToolSelector(text, null);
        }

        if (Array.Find(Words, pair => pair.Word == text) is { Holds: { } holds })
        {
            return new ToolSelector(text, holds);
        }

        var words = Words.Select(static pair => pair.Word);
        problem = $"\"{text}\" selects no tool; expected a tool's name or one of {string.Join(", ", words)}.{Suggestion.DidYouMean(text, words)}";
        return null;
    }

    /// <param name="tool">The tool of a call.</param>
    /// <param name="ignoreCase">Whether <c>DELETE</c> selects <c>delete</c>: some servers do not tell them apart.</param>
    public bool Selects(in CalledTool tool, bool ignoreCase) =>
        _holds is not null
            ? _holds(tool.Hints)
            : FileSystemName.MatchesSimpleExpression(Text, tool.WireName, ignoreCase)
                || (tool.CommandName is not null && FileSystemName.MatchesSimpleExpression(Text, tool.CommandName, ignoreCase));
}
