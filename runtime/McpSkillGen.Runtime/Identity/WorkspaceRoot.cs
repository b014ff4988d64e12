namespace McpSkillGen.Runtime.Identity;

/// <summary>The caller's project: <c>"scope": "workspace"</c> has an instance for each.</summary>
internal static class WorkspaceRoot
{
    private static readonly string[] Markers = [".git", ".hg", ".svn", ".jj"];

    /// <summary>The nearest folder at or above that is under version control, else the folder itself.</summary>
    /// <param name="folder">Absolute.</param>
    public static string Of(string folder)
    {
        for (var candidate = folder; candidate is not null; candidate = Path.GetDirectoryName(candidate))
        {
            if (Markers.Any(marker => Path.Exists(Path.Combine(candidate, marker))))
            {
                return candidate;
            }
        }

        return folder;
    }
}
