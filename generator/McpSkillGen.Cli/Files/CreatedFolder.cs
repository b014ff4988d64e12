namespace McpSkillGen.Cli.Files;

/// <summary>A folder that a command creates for its output, with its parents. Disposal removes whatever of it stayed empty.</summary>
internal sealed class CreatedFolder : IDisposable
{
    private readonly string _path;
    private readonly string? _firstMissing;

    private CreatedFolder(string path, string? firstMissing) => (_path, _firstMissing) = (path, firstMissing);

    /// <param name="path">Created if it is missing.</param>
    public static CreatedFolder At(string path)
    {
        var absolute = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var missing = FirstMissing(absolute);
        Directory.CreateDirectory(absolute);
        return new CreatedFolder(absolute, missing);
    }

    public void Dispose()
    {
        for (var folder = _path; _firstMissing is not null && folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!folder.StartsWith(_firstMissing, StringComparison.Ordinal) || !Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any())
            {
                return;
            }

            Directory.Delete(folder);
        }
    }

    private static string? FirstMissing(string path)
    {
        string? missing = null;
        for (var folder = path; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            missing = folder;
        }

        return missing;
    }
}
