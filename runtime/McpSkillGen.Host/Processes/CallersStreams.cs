using System.Runtime.Versioning;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// The pipes to the process that started this one. As long as any copy of a pipe's end is open here, the other side does not
/// see its end.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class CallersStreams
{
    /// <summary>Redirects the standard streams, and every copy of them that the runtime made for itself.</summary>
    /// <param name="errorFile">Gets what the runtime writes when it crashes; null for nothing.</param>
    public static void LetGo(string? errorFile)
    {
        const int OwnerReadWrite = 0x180;
        var append = OperatingSystem.IsLinux() ? 0x400 : 0x8;
        var nowhere = Libc.Open("/dev/null", Libc.OpenReadWriteCreate, 0);
        var errors = errorFile is null ? -1 : Libc.Open(errorFile, Libc.OpenReadWriteCreate | append, OwnerReadWrite);
        foreach (var copy in CopiesOfStandardPipes())
        {
            _ = Libc.Duplicate(nowhere, copy);
        }

        _ = Libc.Duplicate(nowhere, 0);
        _ = Libc.Duplicate(nowhere, 1);
        _ = Libc.Duplicate(errors < 0 ? nowhere : errors, 2);
        _ = Libc.Close(nowhere);
        _ = Libc.Close(errors);
    }

    // CoreCLR duplicates all three at its start (FILEInitStdHandles); a native build does not, and works without /proc.
    private static List<int> CopiesOfStandardPipes()
    {
        const string Descriptors = "/proc/self/fd";
        if (!Directory.Exists(Descriptors))
        {
            return [];
        }

        var standard = Enumerable.Range(0, 3).Select(static stream => TargetOf($"{Descriptors}/{stream}")).Where(IsPipe).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Directory.GetFileSystemEntries(Descriptors)
                .Select(static path => (Path: path, Descriptor: int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture)))
                .Where(entry => entry.Descriptor > 2 && standard.Contains(TargetOf(entry.Path)))
                .Select(static entry => entry.Descriptor),
        ];
    }

    private static string TargetOf(string descriptor) => new FileInfo(descriptor).LinkTarget ?? "";

    private static bool IsPipe(string target) =>
        target.StartsWith("pipe:", StringComparison.Ordinal) || target.StartsWith("socket:", StringComparison.Ordinal);
}
