using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>What help says about a command.</summary>
/// <param name="Usage">The command line without the executor's name: <c>logs [N] [--tool TOOL]</c>.</param>
/// <param name="Summary">What it does, in half a sentence.</param>
internal sealed record CommandHelp(string Usage, string Summary)
{
    /// <summary>The usage without flags, as the skill's help shows it.</summary>
    public string ShortUsage => Usage.Split(" [--")[0];

    /// <summary>What its first word may be, and what that does.</summary>
    public IReadOnlyList<HelpRow> Verbs { get; init; } = [];

    /// <summary>What has to be known before its flags.</summary>
    public string Details { get; init; } = "";

    /// <summary>The flags of every command that matter to this one; its own are listed anyway.</summary>
    public IReadOnlyList<HelpRow> Flags { get; init; } = [.. Array.ConvertAll(Arguments.GlobalFlags.All, static flag => flag.Help)];

    /// <summary>Command lines without the executor's name.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>What it does beyond its answer, and its exit codes.</summary>
    public string Notes { get; init; } = "";
}
