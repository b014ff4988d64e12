using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>C library functions that .NET does not offer. Unix only.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Libc
{
    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;

    public const int ErrnoInterrupted = 4;
    public const int ErrnoAgain = 11;
    public const int ErrnoAgainBsd = 35;
    public const int ErrnoBrokenPipe = 32;
    public const int ErrnoNotPermitted = 1;
    public const int ErrnoAccess = 13;

    public static int ErrnoNameTooLong => IsLinux ? 36 : 63;

    public static int ErrnoFamilyNotSupported => IsLinux ? 97 : 47;

    /// <summary>The bytes of a socket's path, the final zero included.</summary>
    public static int SocketPathCapacity => IsLinux ? 108 : 104;

    /// <summary>0 if the system has no such flag; spawning marks every descriptor anyway.</summary>
    public static int SocketCloseOnExec => IsLinux ? CloseOnExec : 0;

    private static bool IsLinux => OperatingSystem.IsLinux();

    public static int OpenAppendCreate => 1 | (IsLinux ? 0x40 | 0x400 : 0x200 | 0x8) | CloseOnExec | NoFollow;

    public static int OpenRead => CloseOnExec | NoFollow;

    public static int OpenReadWriteCreate => 2 | (IsLinux ? 0x40 : 0x200) | CloseOnExec | NoFollow;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    private static int CloseOnExec => IsLinux ? 0x80000 : 0x1000000;

    private static int NoFollow => IsLinux ? (IsArm ? 0x8000 : 0x20000) : 0x100;

    // open is variadic: Apple's arm64 ABI passes what follows the named parameters on the stack, behind the eight
    // registers that a plain P/Invoke would use for it.
    private static bool PassesVariadicOnStack =>
        !IsLinux && RuntimeInformation.ProcessArchitecture is Architecture.Arm64;

    public static int Open(string path, int flags, int mode) =>
        PassesVariadicOnStack ? OpenWithModeOnStack(path, flags, 0, 0, 0, 0, 0, 0, mode) : OpenWithMode(path, flags, mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenWithMode(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenWithModeOnStack(
        string path, int flags, nint register2, nint register3, nint register4, nint register5, nint register6, nint register7, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "isatty")]
    public static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    public static partial int GetForegroundGroup(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    public static partial int GetProcessGroup();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int GetParentProcessId();

    [LibraryImport("libc", EntryPoint = "chdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeFolder(string path);

    /// <summary>Whether this process may enter a folder.</summary>
    public static bool CanEnter(string folder)
    {
        const int Execute = 1;
        return Access(folder, Execute) == 0;
    }

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Duplicate(int from, int to);

    // The runtime's shim over fcntl, which is variadic too.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_FcntlSetFD", SetLastError = true)]
    public static partial int SetDescriptorFlags(nint descriptor, int flags);

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_FcntlGetFD", SetLastError = true)]
    public static partial int GetDescriptorFlags(nint descriptor);

    /// <summary>Marks every descriptor from this one on close-on-exec, at once.</summary>
    /// <returns>False if the system cannot do it: Linux before 5.11, and other systems.</returns>
    public static bool KeepFromChildren(int firstDescriptor)
    {
        // The same number on every architecture; the C library has had a function of its own only since 2.34.
        const int CloseRange = 436;
        const int CloseOnExecFlag = 4;
        return IsLinux && SystemCall(CloseRange, firstDescriptor, unchecked((nint)uint.MaxValue), CloseOnExecFlag) == 0;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint argument1, nint argument2, nint argument3);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static unsafe partial int Connect(int descriptor, byte* address, uint length);

    /// <summary>Limits how long a read waits; zero waits forever.</summary>
    public static void SetReceiveTimeout(int descriptor, TimeSpan timeout) => SetTimeout(descriptor, IsLinux ? 20 : 0x1006, timeout);

    /// <summary>Limits how long a write waits for room; zero waits forever.</summary>
    public static void SetSendTimeout(int descriptor, TimeSpan timeout) => SetTimeout(descriptor, IsLinux ? 21 : 0x1005, timeout);

    private static unsafe void SetTimeout(int descriptor, int option, TimeSpan timeout)
    {
        // struct timeval of a 64-bit system: seconds and microseconds, both padded to eight bytes.
        var level = IsLinux ? 1 : 0xFFFF;
        var value = stackalloc long[2];
        (value[0], value[1]) = ((long)timeout.TotalSeconds, (timeout.Ticks % TimeSpan.TicksPerSecond) / TimeSpan.TicksPerMicrosecond);
        _ = SetSocketOption(descriptor, level, option, value, 2 * sizeof(long));
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(int descriptor, byte* bytes, nint count);

    /// <summary>Blocks until a non-blocking descriptor takes more, or is closed at the other end.</summary>
    public static unsafe void WaitUntilWritable(int descriptor)
    {
        const short WantsWrite = 4;
        var interest = new PollInterest { Descriptor = descriptor, Wanted = WantsWrite };
        _ = Poll(&interest, 1, -1);
    }

    /// <summary>Waits until there is something to read, or the other end is closed.</summary>
    /// <returns>False if there is neither after so many milliseconds.</returns>
    public static unsafe bool WaitUntilReadable(int descriptor, int milliseconds)
    {
        const short WantsRead = 1;
        var interest = new PollInterest { Descriptor = descriptor, Wanted = WantsRead };
        int found;
        do
        {
            found = Poll(&interest, 1, milliseconds);
        }
        while (found < 0 && Marshal.GetLastPInvokeError() == ErrnoInterrupted);

        return found > 0;
    }

    /// <summary>Waits until a pipe's other end is closed.</summary>
    /// <returns>False if it is still open after <paramref name="patience"/>; a file always is.</returns>
    public static unsafe bool WaitUntilUnread(int descriptor, TimeSpan patience)
    {
        const short Error = 8;
        const short HangUp = 16;
        var interest = new PollInterest { Descriptor = descriptor };
        return Poll(&interest, 1, (int)patience.TotalMilliseconds) > 0 && (interest.Found & (Error | HangUp)) != 0;
    }

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static unsafe partial int SetSocketOption(int descriptor, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollInterest* interests, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollInterest
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
