using System.Globalization;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>
/// Descriptors that this process inherited and never asked for: a harness's pipes, a test runner's sockets. A host that
/// kept one open for an hour would make its owner wait for an end of file that never comes.
/// </summary>
internal static class InheritedDescriptors
{
    /// <summary>Marks every descriptor above standard error close-on-exec, so that no child of ours gets it.</summary>
    public static void KeepFromChildren()
    {
        if (!OperatingSystem.IsWindows() && !Libc.KeepFromChildren(StandardDescriptors.Last + 1))
        {
            MarkAll();
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void MarkAll()
    {
        const int CloseOnExec = 1;
        var folder = OperatingSystem.IsLinux() ? "/proc/self/fd" : "/dev/fd";
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var entry in Directory.GetFileSystemEntries(folder))
        {
            if (int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)
                && descriptor > StandardDescriptors.Last)
            {
                _ = Libc.SetDescriptorFlags(descriptor, CloseOnExec);
            }
        }
    }
}
