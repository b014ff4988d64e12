namespace McpSkillGen.Runtime.Queries;

/// <summary>A query is wrong, or cannot be applied to a result.</summary>
/// <param name="message">What is wrong, and what is right.</param>
/// <param name="column">Where in the query, from 1; null if only the result shows it.</param>
internal sealed class QueryException(string message, int? column = null) : Exception(column is null ? message : $"column {column}: {message}");
