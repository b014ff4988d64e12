namespace McpSkillGen.Cli.Scaffolding;

/// <summary>How a skill is made.</summary>
/// <param name="Build">Whether the executor is built.</param>
/// <param name="KeepSecrets">Whether secrets stay in the config.</param>
/// <param name="Replace">Whether a skill of another server may be replaced.</param>
internal sealed record ScaffoldOptions(bool Build, bool KeepSecrets = false, bool Replace = false);
