namespace McpSkillGen.Cli.Display;

/// <summary>A path as people would type it: relative below the current folder, absolute elsewhere.</summary>
internal static class ShortPath
{
    public static string Of(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }
}
