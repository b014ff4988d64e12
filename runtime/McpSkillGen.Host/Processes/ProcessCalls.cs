using System.Collections;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace McpSkillGen.Host.Processes;

/// <summary>The process calls a guard is made of, which .NET's Process does not offer. Unix only.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class ProcessCalls
{
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;

    private const int SignalPipe = 13;
    private const int ErrnoInterrupted = 4;

    // Larger than posix_spawnattr_t and sigset_t are on any system: glibc's have 336 and 128 bytes.
    private const int OpaqueLength = 1024;

    /// <summary>On Linux: orphaned descendants become our children, and our parent's death becomes a SIGTERM.</summary>
    public static void BecomeGuardian()
    {
        const int SetParentDeathSignal = 1;
        const int SetChildSubreaper = 36;
        if (OperatingSystem.IsLinux())
        {
            _ = ProcessControl(SetChildSubreaper, 1, 0, 0, 0);
            _ = ProcessControl(SetParentDeathSignal, SignalTerminate, 0, 0, 0);
        }
    }

    /// <summary>Starts a command in a process group of its own, with our streams and variables.</summary>
    /// <returns>The process id, or the negative error number.</returns>
    public static int Spawn(IReadOnlyList<string> command)
    {
        // setpgroup | setsigdef | setsigmask: .NET ignores SIGPIPE, which a child would inherit and almost none expects.
        const short Flags = 0x02 | 0x04 | 0x08;
        var attributes = stackalloc byte[OpaqueLength];
        var ignoredByUs = stackalloc byte[OpaqueLength];
        var nothing = stackalloc byte[OpaqueLength];
        _ = SignalSetClear(ignoredByUs);
        _ = SignalSetAdd(ignoredByUs, SignalPipe);
        _ = SignalSetClear(nothing);
        _ = SpawnAttributesCreate(attributes);
        _ = SpawnAttributesSetFlags(attributes, Flags);
        _ = SpawnAttributesSetGroup(attributes, 0);
        _ = SpawnAttributesSetSignalDefaults(attributes, ignoredByUs);
        _ = SpawnAttributesSetSignalMask(attributes, nothing);

        var arguments = ToNative(command);
        var environment = ToNative(
            Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static entry => $"{entry.Key}={entry.Value}"));
        var error = PosixSpawn(out var id, arguments[0], null, attributes, arguments, environment);
        return error == 0 ? id : -error;
    }

    /// <summary>Waits until any child ends, blocking.</summary>
    /// <param name="id">Who.</param>
    /// <param name="exitCode">Its exit code, or 128 and the signal's number.</param>
    /// <returns>False when there is no child left.</returns>
    public static bool WaitForAny(out int id, out int exitCode)
    {
        int status;
        do
        {
            id = WaitForProcess(-1, out status, 0);
        }
        while (id < 0 && Marshal.GetLastPInvokeError() == ErrnoInterrupted);

        var signal = status & 0x7F;
        exitCode = signal == 0 ? (status >> 8) & 0xFF : 128 + signal;
        return id > 0;
    }

    // Never freed: a guard spawns once.
    private static byte** ToNative(IEnumerable<string> strings)
    {
        var all = strings.ToArray();
        var native = (byte**)NativeMemory.AllocZeroed((nuint)(all.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < all.Length; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(all[i]);
            native[i] = (byte*)NativeMemory.AllocZeroed((nuint)(bytes.Length + 1));
            bytes.CopyTo(new Span<byte>(native[i], bytes.Length));
        }

        return native;
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitForProcess(int id, out int status, int options);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(out int id, byte* path, void* fileActions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int SpawnAttributesCreate(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SpawnAttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setpgroup")]
    private static partial int SpawnAttributesSetGroup(byte* attributes, int group);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SpawnAttributesSetSignalDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SpawnAttributesSetSignalMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int SignalSetClear(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    private static partial int SignalSetAdd(byte* signals, int signal);
}
