using McpSkillGen.Cli.Files;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Installing;

/// <summary>
/// Copies a skill's folder so that the copy works on its own: without build output or traces of a running host, and without
/// links that lead out of it.
/// </summary>
internal static class SkillCopy
{
    private static readonly string[] LeftOut = [".git", ".mcp.pid", ".mcp.last_active", "executor/bin", "executor/obj", "executor/feed"];

    /// <param name="source">The skill; absolute, links resolved.</param>
    /// <param name="target">An empty folder.</param>
    /// <param name="withSecrets">Whether its <c>.env</c> is copied too.</param>
    /// <exception cref="SkillException">A link in it leads out of it.</exception>
    public static void Write(string source, string target, bool withSecrets = true) =>
        CopyFolder(new DirectoryInfo(source), target, source, withSecrets ? LeftOut : [.. LeftOut, ".env"]);

    private static void CopyFolder(DirectoryInfo source, string target, string root, string[] leftOut)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in source.EnumerateFileSystemInfos())
        {
            var relative = Path.GetRelativePath(root, entry.FullName).Replace('\\', '/');
            if (leftOut.Contains(relative))
            {
                continue;
            }

            var copy = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is not null)
            {
                CopyLink(entry, copy, root);
            }
            else if (entry is DirectoryInfo folder)
            {
                CopyFolder(folder, copy, root, leftOut);
            }
            else if (!OrdinaryFile.IsOrdinary(entry.FullName))
            {
                throw new SkillException(
                    ExitCode.WrongEnvironment,
                    $"'{entry.FullName}' is a pipe, a socket or a device, not a file. A skill has none, and nothing was installed. Remove it, or ask whoever made the skill.");
            }
            else
            {
                CopyFile((FileInfo)entry, copy, isSecret: relative == ".env");
            }
        }
    }

    private static void CopyFile(FileInfo file, string copy, bool isSecret)
    {
        if (isSecret)
        {
            // Only for its owner, whatever it was before.
            PrivateFile.Replace(copy, File.ReadAllBytes(file.FullName));
            return;
        }

        // CopyTo keeps the mode, the executable bit included. A read-only skill is copied, but not its being read-only.
        file.CopyTo(copy);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(copy, File.GetUnixFileMode(copy) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static void CopyLink(FileSystemInfo link, string copy, string root)
    {
        var meant = Path.GetFullPath(link.LinkTarget!, Path.GetDirectoryName(link.FullName)!);
        if (Path.IsPathRooted(link.LinkTarget!)
            || !(meant + Path.DirectorySeparatorChar).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"'{link.FullName}' is a link that leads out of the skill, to '{link.LinkTarget}', and would break in a copy. Put the file itself there, or install with --link.");
        }

        if (link is DirectoryInfo)
        {
            Directory.CreateSymbolicLink(copy, link.LinkTarget!);
        }
        else
        {
            File.CreateSymbolicLink(copy, link.LinkTarget!);
        }
    }
}
