using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>Whether a flag takes a value.</summary>
internal enum FlagValue
{
    /// <summary><c>--json</c>.</summary>
    None,

    /// <summary><c>--draft</c>, <c>--draft=false</c> or <c>--no-draft</c>.</summary>
    Optional,

    /// <summary><c>--output FILE</c> or <c>--output=FILE</c>.</summary>
    Required,
}

/// <summary>One flag of a command: how it is spelled, what it takes, and what help says about it.</summary>
internal class Flag
{
    private readonly string? _valueName;
    private readonly string _summary;

    /// <param name="name">With its dashes.</param>
    /// <param name="valueName">What stands for its value in help; null if it takes none.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="aliases">Other spellings, with their dashes.</param>
    public Flag(string name, string? valueName, string summary, params string[] aliases)
        : this(name, valueName is null ? FlagValue.None : FlagValue.Required) =>
        (_valueName, _summary, Aliases) = (valueName, summary, aliases);

    protected Flag(string name, FlagValue value) => (Name, Value, _summary) = (name, value, "");

    public string Name { get; }

    public FlagValue Value { get; }

    public IReadOnlyList<string> Aliases { get; protected set; } = [];

    /// <summary>Whether it may be given several times, for the items of a list.</summary>
    public virtual bool IsRepeatable => false;

    /// <summary>Whether its command cannot do without it.</summary>
    public virtual bool IsNeeded => false;

    /// <summary>The flag as help lists it.</summary>
    public virtual HelpRow Help => About(_summary);

    /// <summary>The same, where a command gives the flag a meaning of its own.</summary>
    public HelpRow About(string summary) => new(string.Join(", ", [Name, .. Aliases]) + (_valueName is null ? "" : " " + _valueName), summary);

    public virtual bool IsNamed(string word) => word == Name || (Aliases.Count > 0 && Aliases.Contains(word));

    /// <summary>Whether a word is this flag's "false": <c>--no-verbose</c> is <c>--verbose=false</c>.</summary>
    public bool IsDenied(string word)
    {
        const string Prefix = "--no-";
        return Value is FlagValue.Optional && word.StartsWith(Prefix, StringComparison.Ordinal)
            && IsNamed(string.Concat("--", word.AsSpan(Prefix.Length)));
    }
}
