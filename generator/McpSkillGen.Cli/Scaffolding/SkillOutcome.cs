using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>What became of one server.</summary>
/// <param name="Name">The skill's name, or the server's where the skill has none yet.</param>
/// <param name="Skill">Null where it was not made.</param>
/// <param name="Failure">Why not; null where it was made, or was interrupted.</param>
/// <param name="Duration">From the begin to the end, waiting for a core included.</param>
internal sealed record SkillOutcome(string Name, ScaffoldedSkill? Skill, SkillException? Failure, TimeSpan Duration)
{
    /// <summary>The stages that were finished, in their order.</summary>
    public IReadOnlyList<(string Doing, TimeSpan Duration)> Stages { get; init; } = [];

    public ExitCode ExitCode => Skill is not null ? ExitCode.Success : Failure?.ExitCode ?? ExitCode.Interrupted;

    /// <summary>One word for people and for JSON.</summary>
    public string InWord => Skill is not null ? "made" : Failure is not null ? "failed" : "interrupted";
}
