using System.Globalization;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>
/// Descriptors that this process inherited without asking: a harness's pipes, a test runner's sockets. If a host kept one
/// open for an hour, its owner would wait for an end of file that does not come.
/// </summary>
internal static class InheritedDescriptors
{
    /// <summary>Marks every descriptor above standard error close-on-exec, so that no child process gets it.</summary>
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
