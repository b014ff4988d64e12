using McpSkillGen.Runtime;

namespace McpSkillGen.Extensions.AI;

/// <summary>Names that every model provider takes: letters, digits, <c>_</c> and <c>-</c>, at most 64.</summary>
internal static class FunctionName
{
    private const int MaxLength = 64;

    /// <param name="tool">The tool.</param>
    /// <param name="taken">The names of other functions; the new one is added.</param>
    /// <returns>The server's own name if it can be one.</returns>
    public static string Of(ToolSummary tool, HashSet<string> taken)
    {
        var valid = new string([.. tool.WireName.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_').Take(MaxLength)]);
        var name = valid;
        for (var number = 2; !taken.Add(name); number++)
        {
            var suffix = $"_{number}";
            name = valid[..Math.Min(valid.Length, MaxLength - suffix.Length)] + suffix;
        }

        return name;
    }
}
