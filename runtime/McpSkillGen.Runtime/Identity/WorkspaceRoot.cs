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
            if (IsUnderVersionControl(candidate))
            {
                return candidate;
            }
        }

        return folder;
    }

    /// <summary>Whether this very folder is the root of a working copy.</summary>
    public static bool IsUnderVersionControl(string folder) => Array.Exists(Markers, marker => Path.Exists(Path.Combine(folder, marker)));
}
