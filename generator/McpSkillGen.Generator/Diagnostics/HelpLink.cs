namespace McpSkillGen.Generator.Diagnostics;

/// <summary>Where a diagnostic is explained: one page per id.</summary>
internal static class HelpLink
{
    private const string Pages = "https://github.com/mcpskillgen/McpSkillGen/blob/main/docs/diagnostics/";

    public static string For(string id) => Pages + id + ".md";
}
