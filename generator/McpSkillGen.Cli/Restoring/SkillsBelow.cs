namespace McpSkillGen.Cli.Restoring;

/// <summary>A skill whose programs lie in the user's store.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">What its executor is built from.</param>
internal sealed record TextSkill(string Folder, string Name, string Key);

/// <summary>Finds skills by what only they have: <c>scripts/NAME.key</c>.</summary>
internal static class SkillsBelow
{
    private const string KeySuffix = ".key";

    // A skill lies three folders deep in a project. In a folder of projects, a few more.
    private const int MaxDepth = 8;

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = MaxDepth,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <returns>By folder.</returns>
    public static IReadOnlyList<TextSkill> Find(string root) => !Directory.Exists(root) ? [] :
    [
        .. Directory.EnumerateFiles(root, "*" + KeySuffix, Everywhere)
            .Where(static file => Path.GetFileName(Path.GetDirectoryName(file)) == "scripts" && !file.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(static file => File.Exists(file[..^KeySuffix.Length]))
            .Select(static file => new TextSkill(
                Path.GetDirectoryName(Path.GetDirectoryName(file))!, Path.GetFileName(file)[..^KeySuffix.Length], File.ReadAllText(file).Trim()))
            .OrderBy(static skill => skill.Folder, StringComparer.Ordinal),
    ];
}
