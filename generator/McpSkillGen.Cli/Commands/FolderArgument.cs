using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary>Skills that are named by their folder or their SKILL.md, whoever made them.</summary>
internal static class FolderArgument
{
    public const string Help = "A skill's folder, or its SKILL.md.";

    /// <returns>Absolute folders, each once, in the order of the words.</returns>
    /// <param name="words">As they were typed.</param>
    /// <exception cref="SkillException">One of them is not a folder.</exception>
    public static IReadOnlyList<string> Folders(IEnumerable<string> words) => [.. words.Select(Folder).Distinct(StringComparer.Ordinal)];

    private static string Folder(string word)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(word));
        if (Directory.Exists(path))
        {
            return path;
        }

        if (File.Exists(path) && Path.GetFileName(path).Equals("SKILL.md", StringComparison.OrdinalIgnoreCase))
        {
            return Path.GetDirectoryName(path)!;
        }

        throw new SkillException(
            ExitCode.WrongArguments, $"{(File.Exists(path) ? $"'{word}' is a file" : $"There is no folder '{word}'")}; expected a skill's folder, or its SKILL.md.");
    }
}
