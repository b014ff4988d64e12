namespace McpSkillGen.Cli.Building;

/// <summary>
/// A hidden folder beside the skill's place, in which the skill is made. It takes that place by a rename when all is well;
/// until then nothing of the skill is to be seen, and on disposal nothing is left.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string? _createdParent;

    private StagedFolder(string path, string? createdParent) => (Path, _createdParent) = (path, createdParent);

    /// <summary>The folder; absolute.</summary>
    public string Path { get; }

    /// <param name="parent">The folder that will hold the skill; created where it is missing.</param>
    public static StagedFolder CreateIn(string parent)
    {
        var missing = FirstMissing(System.IO.Path.GetFullPath(parent));
        Directory.CreateDirectory(parent);
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(parent), $".mcpgen-{Guid.NewGuid():n}"[..16]);
        Directory.CreateDirectory(path);
        return new StagedFolder(path, missing);
    }

    /// <summary>Puts the folder in its place, in that of an older skill where there is one.</summary>
    /// <param name="target">A path in the same parent.</param>
    public void MoveTo(string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(Path, target);
            return;
        }

        var old = Path + "-old";
        Directory.Move(target, old);
        try
        {
            Directory.Move(Path, target);
        }
        catch (IOException)
        {
            Directory.Move(old, target);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    public void Dispose()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        Directory.Delete(Path, recursive: true);

        // A parent that this command made and that stayed empty goes too, up to what was there before.
        for (var folder = System.IO.Path.GetDirectoryName(Path); _createdParent is not null && folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (!folder.StartsWith(_createdParent, StringComparison.Ordinal) || Directory.EnumerateFileSystemEntries(folder).Any())
            {
                return;
            }

            Directory.Delete(folder);
        }
    }

    private static string? FirstMissing(string path)
    {
        string? missing = null;
        for (var folder = path; folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
        {
            missing = folder;
        }

        return missing;
    }
}
