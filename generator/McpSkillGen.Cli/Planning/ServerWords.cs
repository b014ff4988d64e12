using System.Text.RegularExpressions;
using McpSkillGen.Schema;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// Which words of a server may stand in a skill's description. It is in the context of every session, where an agent could take
/// an order in it for ours, so it has only sentences and names that describe. A wrong refusal costs a few good words.
/// </summary>
internal static partial class ServerWords
{
    // How sentences begin that address a model.
    private static readonly HashSet<string> Orders = new(StringComparer.Ordinal)
    {
        "use", "before", "after", "when", "whenever", "always", "never", "do", "you", "your", "if", "please", "note", "important",
        "this", "these", "first", "ignore", "for", "to", "be", "must", "follow", "call", "run", "send", "pass", "include", "give",
        "tell", "ask", "say", "reply", "respond", "answer", "print", "output", "reveal", "forward", "upload", "post", "obey", "treat",
        "consider", "assume", "execute", "invoke", "load", "install", "open", "read", "start", "stop", "delete", "remove", "repeat",
        "remember", "forget", "pretend", "act", "switch", "stay", "system", "user", "assistant", "let", "make", "never", "only",
    };

    /// <summary>Whether a sentence says what something is or does, and asks for nothing.</summary>
    public static bool Describe(string sentence) =>
        sentence.Length > 0 && !Orders.Contains(Words.Of(sentence)[0]) && Find(sentence) is null;

    /// <summary>Whether a name is only a name.</summary>
    public static bool Name(string text) => text.Length > 0 && Find(text) is null && !PunctuationInside().IsMatch(text);

    /// <summary>What in a text addresses its reader, or hides something from people; null if nothing does.</summary>
    public static string? Find(string text) =>
        FindHostile(text)
        ?? (Address().Match(text) is { Success: true } order ? $"'{order.Value}'" : PathOrCode().Match(text) is { Success: true } path ? $"'{path.Value}'" : null);

    /// <summary>What in a text of any author can only be meant to mislead an agent or a person; null if nothing is.</summary>
    public static string? FindHostile(string text)
    {
        for (var i = 0; i < text.Length; i += Visibility.LengthAt(text, i))
        {
            if (!Visibility.IsVisibleAt(text, i))
            {
                return $"an invisible character (U+{(int)text[i]:X4})";
            }
        }

        return Override().Match(text) is { Success: true } order ? $"'{order.Value}'"
            : MixedScripts().Match(text) is { Success: true } mixed ? $"'{mixed.Value}', which mixes letters of several scripts"
            : null;
    }

    [GeneratedRegex(
        @"\b(?:(?:ignore|disregard|forget|override|bypass) (?:all|any|every|the|your|previous|prior|above|other)\b.{0,30}?(?:instructions?|rules?|prompts?|messages?)"
        + @"|system[- ](?:prompt|message|reminder)|(?:whole|full|entire) prompt|jailbreak|exfiltrate|secretly|without telling"
        + @"|before (?:any|every|all) other (?:tool|skill)s?|(?:must|always) (?:always )?(?:use|call|run|load) this (?:skill|tool|server))\b"
        + @"|(?:^|[.!\s])(?:SYSTEM|ASSISTANT)\s*:|</?(?:system|assistant|user|human|function|tool)[\w-]*>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Override();

    [GeneratedRegex(
        @"\b(?:you|your|yours|yourself|must|shall|should|always|never|please|don't|do not|make sure|ensure that|remember to|important|urgent|mandatory"
        + @"|ignore|disregard|override|bypass|obey|silently|the prompt|instructions?|conversation|previous|prior to|instead of"
        + @"|before (?:any|every|each|all|using|calling|you)|first call|call (?:this|it|the)|any other (?:tool|skill|server)|other (?:tools|skills)"
        + @"|every (?:task|request|session|question)|in all cases|no matter|the user|user's|this (?:skill|tool|server)|passwords?|credentials|private keys?"
        + @"|secrets)\b|\b(?:user|important|note|warning)\s*:",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    // A Latin word with a Cyrillic or Greek letter in it looks like another word.
    [GeneratedRegex(@"\w*(?:[A-Za-z][\u0370-\u03FF\u0400-\u052F]|[\u0370-\u03FF\u0400-\u052F][A-Za-z])\w*")]
    private static partial Regex MixedScripts();

    // A home folder, an address, a variable, a command substitution, a fence. "and/or" is none of these.
    [GeneratedRegex(@"~/|(?<!\w)/\w+/|\w+://|\$[\w({]|\{\{|```|\\\w|(?<!\w)\.\w+/|<[A-Za-z!/]")]
    private static partial Regex PathOrCode();

    [GeneratedRegex(@"[.:;!?](?:\s|$)")]
    private static partial Regex PunctuationInside();
}
