namespace McpSkillGen.Host.Auditing;

/// <summary>Who made a call, as far as the system tells.</summary>
/// <param name="ProcessId">Null if not known.</param>
/// <param name="Program">The program's file.</param>
/// <param name="Parents">The names of the programs that started it, the nearest first: a shell, an agent.</param>
/// <param name="Workspace">The project that it was started in.</param>
internal sealed record Caller(int? ProcessId, string? Program, IReadOnlyList<string> Parents, string? Workspace);
