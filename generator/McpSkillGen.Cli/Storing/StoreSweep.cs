using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Storing;

/// <summary>Something in the store that nothing uses.</summary>
/// <param name="What">In a word.</param>
/// <param name="Path">A file or a folder; absolute.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record UnusedPart(string What, string Path, long Bytes)
{
    public void Remove()
    {
        if (File.Exists(Path))
        {
            File.Delete(Path);
        }
        else
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}

/// <summary>
/// Finds what can go. A note about a skill is used while the skill is in its folder with the same key; programs are used while a note
/// names them; a package is used while its host is, or while mcpgen carries it.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="carriedVersion">The version of the package that mcpgen carries.</param>
internal sealed class StoreSweep(SkillStore store, string carriedVersion)
{
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <returns>Notes first, so that what only they name comes after them.</returns>
    public IReadOnlyList<UnusedPart> Unused()
    {
        if (!Directory.Exists(store.Root))
        {
            return [];
        }

        var notes = FilesBelow(store.Skills).ToLookup(IsOfASkill);
        var programs = notes[true].SelectMany(File.ReadAllLines).Select(static program => Path.GetDirectoryName(program) ?? "").ToHashSet();
        var hosts = FoldersIn(store.Hosts).ToLookup(host => programs.Contains(host) || IsCarried(Path.GetFileName(host)));
        return
        [
            .. notes[false].Select(static note => Part("note", note)),
            .. FoldersIn(store.Executors).Where(folder => !programs.Contains(folder)).Select(static folder => Part("executor", folder)),
            .. hosts[false].Select(static folder => Part("host", folder)),
            .. FilesBelow(store.Feed).Where(package => !IsUsed(VersionOf(package))).Select(static package => Part("package", package)),
            .. FoldersIn(store.Packages).Where(folder => !IsUsed(Path.GetFileName(folder))).Select(static folder => Part("package", folder)),
            .. FoldersIn(store.Builds).Where(static folder => !IsBeingBuilt(folder)).Select(static folder => Part("build", folder)),
        ];

        bool IsUsed(string version) => IsCarried(version) || hosts[true].Any(host => Path.GetFileName(host).StartsWith($"{version}-", StringComparison.OrdinalIgnoreCase));
    }

    private static string VersionOf(string package) => Path.GetFileNameWithoutExtension(package)[(CarriedPackage.PackageId.Length + 1)..];

    private bool IsCarried(string name) => name.StartsWith(carriedVersion, StringComparison.OrdinalIgnoreCase);

    // Below the path of its skill, named after the skill and its key.
    private bool IsOfASkill(string note)
    {
        var relative = Path.GetRelativePath(store.Skills, note);
        var name = Path.GetFileName(note);
        if (name.LastIndexOf('.') is var dot && dot < 0)
        {
            return false;
        }

        var place = Path.GetDirectoryName(relative)!;
        var folder = OperatingSystem.IsWindows() ? place.Insert(1, ":") : Path.DirectorySeparatorChar + place;
        var key = new SkillFolder(folder).KeyFile(name[..dot]);
        return File.Exists(key) && File.ReadAllText(key).Trim() == name[(dot + 1)..];
    }

    // The launcher's lock is a link that names its process.
    private static bool IsBeingBuilt(string folder) => new FileInfo($"{folder}.lock").LinkTarget is not null;

    private static UnusedPart Part(string what, string path) =>
        new(what, path, File.Exists(path) ? new FileInfo(path).Length : FilesBelow(path).Sum(static file => new FileInfo(file).Length));

    private static IEnumerable<string> FilesBelow(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", Below) : [];

    private static IEnumerable<string> FoldersIn(string folder) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];
}
