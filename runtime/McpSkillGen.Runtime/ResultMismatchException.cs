namespace McpSkillGen.Runtime;

/// <summary>A part of a result does not match its schema. Callers get a <see cref="ToolResultException"/> instead.</summary>
internal sealed class ResultMismatchException(string message) : Exception(message);
