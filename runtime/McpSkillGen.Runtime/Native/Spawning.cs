using System.Collections;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace McpSkillGen.Runtime.Native;

/// <summary>Starts and waits for child processes with the C library alone. Unix only.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class Spawning
{
    // Larger than posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t are on any system: glibc's have 336, 80 and 128 bytes.
    private const int OpaqueLength = 1024;

    /// <summary>Opens a pipe whose ends no child process inherits.</summary>
    /// <param name="ends">Receives the end to read and the end to write.</param>
    /// <returns>0, or -1 with the system's error.</returns>
    public static int OpenPipe(Span<int> ends)
    {
        const int CloseOnExec = 0x10;
        fixed (int* first = ends)
        {
            return Pipe(first, CloseOnExec);
        }
    }

    /// <summary>Starts a program with all signals at their defaults, whatever this process or its parent ignores.</summary>
    /// <param name="file">A path, or a name on the PATH.</param>
    /// <param name="arguments">Without its name.</param>
    /// <param name="environment">Its variables; null for ours.</param>
    /// <param name="streams">What becomes its standard streams; empty for our own.</param>
    /// <param name="held">The signals that are blocked for it.</param>
    /// <param name="ownGroup">Whether it gets its own process group.</param>
    /// <returns>The process id, or the negative error number.</returns>
    public static int Start(
        string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, ReadOnlySpan<int> streams = default,
        IReadOnlyList<int>? held = null, bool ownGroup = false)
    {
        const short SetGroup = 0x02;

        // setsigdef | setsigmask. A host serves others than the caller that started it, perhaps under nohup; a guard hears of
        // its host's death by SIGTERM; and .NET ignores SIGPIPE, which few programs expect.
        const short SetSignals = 0x04 | 0x08;
        var attributes = stackalloc byte[OpaqueLength];
        var actions = stackalloc byte[OpaqueLength];
        var signals = stackalloc byte[OpaqueLength];
        _ = AttributesCreate(attributes);
        _ = AttributesSetFlags(attributes, (short)(SetSignals | (ownGroup ? SetGroup : 0)));
        _ = AttributesSetGroup(attributes, 0);
        Fill(signals, held ?? []);
        _ = AttributesSetSignalMask(attributes, signals);
        _ = SignalSetFill(signals);
        _ = AttributesSetSignalDefaults(attributes, signals);
        _ = ActionsCreate(actions);
        for (var i = 0; i < streams.Length; i++)
        {
            _ = ActionsAddDuplicate(actions, streams[i], i);
        }

        var argumentBlock = ToBlock([file, .. arguments]);
        var environmentBlock = ToBlock(environment is null ? OurVariables() : environment.Select(static variable => $"{variable.Key}={variable.Value}"));
        try
        {
            var error = PosixSpawn(out var id, argumentBlock[0], actions, attributes, argumentBlock, environmentBlock);
            return error == 0 ? id : -error;
        }
        finally
        {
            NativeMemory.Free(argumentBlock);
            NativeMemory.Free(environmentBlock);
            _ = ActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
        }
    }

    /// <summary>Waits until a child has ended, without reaping it.</summary>
    public static void WaitUntilEnded(int id)
    {
        const int ById = 1;
        const int Exited = 4;
        var leave = OperatingSystem.IsLinux() ? 0x1000000 : 0x20;
        var found = stackalloc byte[OpaqueLength];
        while (WaitId(ById, (uint)id, found, Exited | leave) < 0 && Marshal.GetLastPInvokeError() == Libc.ErrnoInterrupted)
        {
        }
    }

    /// <summary>Waits for a child, or with -1 for any, and reaps it.</summary>
    /// <returns>Its exit code, or 128 and the signal's number; -1 if there is no such child.</returns>
    public static int Reap(int id) => Reap(ref id);

    /// <inheritdoc cref="Reap(int)"/>
    /// <param name="id">Becomes the child's id.</param>
    public static int Reap(ref int id)
    {
        var wanted = id;
        int status;
        do
        {
            id = WaitProcess(wanted, out status, 0);
        }
        while (id < 0 && Marshal.GetLastPInvokeError() == Libc.ErrnoInterrupted);

        var signal = status & 0x7F;
        return id < 0 ? -1 : signal == 0 ? (status >> 8) & 0xFF : 128 + signal;
    }

    /// <summary>Unblocks signals for the calling thread.</summary>
    public static void Release(IReadOnlyList<int> signals)
    {
        var unblock = OperatingSystem.IsLinux() ? 1 : 2;
        var set = stackalloc byte[OpaqueLength];
        Fill(set, signals);
        _ = SignalMask(unblock, set, null);
    }

    private static void Fill(byte* set, IReadOnlyList<int> signals)
    {
        _ = SignalSetClear(set);
        foreach (var signal in signals)
        {
            _ = SignalSetAdd(set, signal);
        }
    }

    private static IEnumerable<string> OurVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static entry => $"{entry.Key}={entry.Value}");

    /// <summary>Pointers, a null, and what they point to, in one piece of memory.</summary>
    private static byte** ToBlock(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        var pointers = (nuint)(all.Length + 1) * (nuint)sizeof(byte*);
        var length = all.Sum(static text => Encoding.UTF8.GetByteCount(text) + 1);
        var block = (byte**)NativeMemory.AllocZeroed(pointers + (nuint)length);
        var room = new Span<byte>((byte*)block + pointers, length);
        for (var i = 0; i < all.Length; i++)
        {
            fixed (byte* start = room)
            {
                block[i] = start;
            }

            room = room[(Encoding.UTF8.GetBytes(all[i], room) + 1)..];
        }

        return block;
    }

    // The runtime's shim: macOS has no pipe2.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Pipe", SetLastError = true)]
    private static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitProcess(int id, out int status, int options);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitId(int kind, uint id, byte* found, int options);

    [LibraryImport("libc", EntryPoint = "posix_spawnp")]
    private static partial int PosixSpawn(out int id, byte* file, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsCreate(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int ActionsAddDuplicate(byte* actions, int descriptor, int becomes);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesCreate(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setpgroup")]
    private static partial int AttributesSetGroup(byte* attributes, int group);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int AttributesSetSignalDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int AttributesSetSignalMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int SignalSetClear(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int SignalSetFill(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    private static partial int SignalSetAdd(byte* signals, int signal);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SignalMask(int how, byte* signals, byte* before);
}
