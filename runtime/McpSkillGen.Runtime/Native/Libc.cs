using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>The C library calls that .NET has no equivalent for. Unix only.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Libc
{
    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;

    public const int ErrnoInterrupted = 4;
    public const int ErrnoAgain = 11;
    public const int ErrnoAgainBsd = 35;

    private static bool IsLinux => OperatingSystem.IsLinux();

    public static int OpenReadWriteCreate => 2 | (IsLinux ? 0x40 : 0x200) | CloseOnExec | NoFollow;

    private static int CloseOnExec => IsLinux ? 0x80000 : 0x1000000;

    private static int NoFollow => IsLinux ? (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000) : 0x100;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "setpgid", SetLastError = true)]
    public static partial int SetProcessGroup(int processId, int processGroup);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int GetParentProcessId();

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int DescriptorControl(int descriptor, int command, int argument);
}
