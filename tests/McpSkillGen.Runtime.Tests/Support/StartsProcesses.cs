namespace McpSkillGen.Runtime.Tests.Support;

/// <summary>
/// One after another: a script cannot be run while a process that was forked meanwhile still holds it open for writing
/// ("text file busy").
/// </summary>
[CollectionDefinition(nameof(StartsProcesses))]
public sealed class StartsProcesses;
