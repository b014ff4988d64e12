using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>The outcome for one server.</summary>
/// <param name="Name">The skill's name, or the server's if the skill has none yet.</param>
/// <param name="Skill">Null if it was not made.</param>
/// <param name="Failure">Why not; null if it was made or interrupted.</param>
/// <param name="Duration">From start to end, including waits for a free core.</param>
internal sealed record SkillOutcome(string Name, ScaffoldedSkill? Skill, SkillException? Failure, TimeSpan Duration)
{
    /// <summary>The finished stages, in order.</summary>
    public IReadOnlyList<(string Doing, TimeSpan Duration)> Stages { get; init; } = [];

    public ExitCode ExitCode => Skill is not null ? ExitCode.Success : Failure?.ExitCode ?? ExitCode.Interrupted;

    /// <summary>One word for people and for JSON.</summary>
    public string InWord => Skill is not null ? "made" : Failure is not null ? "failed" : "interrupted";
}
