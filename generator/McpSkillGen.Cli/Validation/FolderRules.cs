namespace McpSkillGen.Cli.Validation;

/// <summary>What must be true of the files, so that a skill can be copied, published and installed.</summary>
internal sealed class FolderRules(string folder, Findings findings)
{
    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // What is installed or built inside a skill's folder is not part of the skill.
    private static readonly string[] Foreign = [".git", "node_modules", "bin", "obj"];

    public void Check() => CheckFolder(new DirectoryInfo(folder));

    private void CheckFolder(DirectoryInfo current)
    {
        foreach (var entry in current.EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is not null)
            {
                CheckSymbolicLink(entry);
            }
            else if (entry is DirectoryInfo inner)
            {
                if (!Foreign.Contains(inner.Name))
                {
                    CheckFolder(inner);
                }
            }
            else if (entry is FileInfo file)
            {
                CheckFile(file);
            }
        }
    }

    private void CheckFile(FileInfo file)
    {
        if (file.Name == "metadata.json")
        {
            findings.Warn("metadata-json", Relative(file), Place.Start, "'npx skills add' silently leaves out a file of this name.", "any other name", "Rename it.");
        }

        if (file.Name == ".env" && !OperatingSystem.IsWindows() && (file.UnixFileMode & ForOthers) != 0)
        {
            findings.Error(
                "env-mode", Relative(file), Place.Start, $"Other users of this machine can access it: its mode is 0{Convert.ToString((int)file.UnixFileMode, 8)}.", "mode 0600, because it holds secrets", $"chmod 600 {Relative(file)}");
        }

        new TextRules(file, Relative(file), findings).Check();
    }

    private void CheckSymbolicLink(FileSystemInfo link)
    {
        // Resolve both: the skill itself may be reached through a link.
        var root = new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
        var target = link.ResolveLinkTarget(returnFinalTarget: true);
        if (target is null || !target.Exists)
        {
            findings.Error("link-broken", Relative(link), Place.Start, $"A symbolic link to {Findings.Quote(link.LinkTarget!)}, which does not exist.", "a file", "Put the file itself there.");
        }
        else if (!IsBelow(target.FullName, root) && !IsBelow(target.FullName, folder))
        {
            findings.Error("link-outward", Relative(link), Place.Start, $"A symbolic link to {Findings.Quote(link.LinkTarget!)}, outside the skill.", "only files that are copied with the skill", "Put the file itself there.");
        }
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string Relative(FileSystemInfo entry) => Path.GetRelativePath(folder, entry.FullName).Replace('\\', '/');
}
