namespace McpSkillGen.Runtime;

/// <summary>A result has no typed value: the tool reported an error, or its result does not match its schema.</summary>
/// <param name="message">A sentence that says where and what: <c>$.items[3].price: expected a number, got "n/a"</c>.</param>
public sealed class ToolResultException(string message) : Exception(message);
