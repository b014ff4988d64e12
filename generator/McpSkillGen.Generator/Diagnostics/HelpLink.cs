namespace McpSkillGen.Generator.Diagnostics;

/// <summary>Where a diagnostic is explained: one page per id, in the repository and in the package alike.</summary>
internal static class HelpLink
{
    // A path and no address: the pages travel with the package, and no web site is promised that may not be there.
    public static string For(string id) => $"docs/diagnostics/{id}.md";
}
