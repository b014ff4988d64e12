using System.Security.Cryptography;
using System.Text;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Building;

/// <summary>
/// Names what an executor is built from: the project, with the package's version and hash in it, and the catalog. The skill states its
/// key, and the store has the executor of that key for each platform.
/// </summary>
internal static class ExecutorKey
{
    /// <summary>What the key of an executor begins with that somebody published by hand.</summary>
    public const char PublishedMark = 'p';

    private const int Length = 16;

    private static readonly string[] NotBuiltOf = ["bin", "obj", "feed"];

    /// <param name="folder">The skill, ready to be built.</param>
    public static string Of(string folder)
    {
        var files = Directory.EnumerateFileSystemEntries(Path.Combine(folder, "executor"))
            .Where(static entry => !NotBuiltOf.Contains(Path.GetFileName(entry)))
            .SelectMany(static entry => Directory.Exists(entry) ? Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories) : [entry])
            .Append(new SkillFolder(folder).CatalogFile);
        var lines = files.Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(folder, file).Replace('\\', '/')} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))))[..Length];
    }

    /// <summary>Computes the key and states it in the skill.</summary>
    public static string Write(string folder, string skillName)
    {
        var key = Of(folder);
        File.WriteAllText(new SkillFolder(folder).KeyFile(skillName), $"{key}\n");
        return key;
    }
}
