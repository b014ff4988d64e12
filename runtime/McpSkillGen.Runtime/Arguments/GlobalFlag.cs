using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>A flag of every command. It has two names, because a tool may have a flag of its own that is called like the first.</summary>
internal sealed class GlobalFlag : Flag
{
    /// <inheritdoc cref="Flag(string, string?, string, string[])"/>
    public GlobalFlag(string name, string? valueName, string summary, params string[] aliases)
        : base("--" + name, valueName, summary, aliases) => OwnName = $"--{GlobalFlagNames.OwnPrefix}{name}";

    /// <summary>The name that works beside every tool's flags: <c>--skill-timeout</c>.</summary>
    public string OwnName { get; }

    public override bool IsNamed(string word) => base.IsNamed(word) || word == OwnName;

    /// <summary>The name that sets this flag beside a command's own flags.</summary>
    public string NameBeside(IReadOnlyList<Flag> flags) => IsTakenBy(flags) ? OwnName : Name;

    /// <summary>The flag as help lists it beside a command's own flags.</summary>
    public HelpRow HelpBeside(IReadOnlyList<Flag> flags) =>
        IsTakenBy(flags) ? Help with { Left = Help.Left.Replace(Name, OwnName, StringComparison.Ordinal) } : Help;

    private bool IsTakenBy(IReadOnlyList<Flag> flags) => flags.Any(flag => flag.IsNamed(Name) || flag.IsDenied(Name));
}
