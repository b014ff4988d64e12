using McpSkillGen.Runtime.Queries;

namespace McpSkillGen.Runtime.Output;

/// <summary>What the caller wants to see.</summary>
/// <param name="AsJson">The whole result, as the server sent it.</param>
/// <param name="File">Where the result goes instead of standard output.</param>
/// <param name="MaxBytes">How much of the result to print; the whole goes to a file.</param>
/// <param name="IsQuiet">No progress, no server logs, no notes.</param>
internal sealed record OutputOptions(bool AsJson = false, string? File = null, int? MaxBytes = null, bool IsQuiet = false)
{
    /// <summary>What to pick from the result; null for all of it.</summary>
    public ResultQuery? Query { get; init; }
}
