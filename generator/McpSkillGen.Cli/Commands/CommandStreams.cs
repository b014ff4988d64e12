using McpSkillGen.Cli.Display;

namespace McpSkillGen.Cli.Commands;

/// <summary>Where a command writes.</summary>
/// <param name="Results">Standard output: what was asked for.</param>
/// <param name="Display">Standard error: progress, notes and problems.</param>
internal sealed record CommandStreams(TextWriter Results, StageDisplay Display);
