namespace McpSkillGen.Runtime;

/// <summary>Within a result, something is not what its schema says. Never leaves the runtime: it ends as <see cref="ToolResultException"/>.</summary>
internal sealed class ResultMismatchException(string message) : Exception(message);
