using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>
/// Runs a program and times it from outside, through <c>posix_spawn</c>: the .NET process class adds a millisecond of its
/// own, and would make everything look closer to everything else.
/// </summary>
internal static unsafe partial class WholeProcess
{
    private const int WriteOnly = 1;
    // Where a wait status holds the exit code of a program that ended by itself.
    private const int ExitCodeShift = 8;

    private static byte** s_environment;

    /// <summary>What every program is started in, from now on: this process's own variables as they are now.</summary>
    public static void TakeEnvironment() => s_environment = ToBlock(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static entry => $"{entry.Key}={entry.Value}"));

    /// <exception cref="InvalidOperationException">The program did not end with the expected exit code.</exception>
    public static TimeSpan Time(string[] commandLine, int expectedExitCode = 0)
    {
        var started = Stopwatch.GetTimestamp();
        var id = Start(commandLine);
        var status = Wait(id);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return status == expectedExitCode << ExitCodeShift
            ? elapsed
            : throw new InvalidOperationException($"'{string.Join(' ', commandLine)}' ended with wait status {status}.");
    }

    /// <summary>As many processes of one command line at once; the time until the last one has ended.</summary>
    /// <exception cref="InvalidOperationException">One did not exit with 0.</exception>
    public static TimeSpan TimeTogether(int count, string[] commandLine)
    {
        var started = Stopwatch.GetTimestamp();
        var ids = Enumerable.Range(0, count).Select(_ => Start(commandLine)).ToArray();
        var statuses = ids.Select(Wait).ToArray();
        var elapsed = Stopwatch.GetElapsedTime(started);
        return statuses.All(static status => status == 0)
            ? elapsed
            : throw new InvalidOperationException($"Of {count} times '{string.Join(' ', commandLine)}', {statuses.Count(static status => status != 0)} failed.");
    }

    private static int Start(string[] commandLine)
    {
        if (s_environment is null)
        {
            TakeEnvironment();
        }

        var arguments = ToBlock(commandLine);

        // Larger than any C library's posix_spawn_file_actions_t.
        var actions = stackalloc byte[512];
        Check(FileActionsInit(actions));
        Check(FileActionsAddOpen(actions, 1, "/dev/null", WriteOnly, 0));
        Check(FileActionsAddOpen(actions, 2, "/dev/null", WriteOnly, 0));

        Check(Spawn(out var id, commandLine[0], actions, null, arguments, s_environment));
        _ = FileActionsDestroy(actions);
        Free(arguments);
        return id;
    }

    private static int Wait(int id)
    {
        _ = WaitPid(id, out var status, 0);
        return status;
    }

    private static byte** ToBlock(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        var block = (byte**)NativeMemory.AllocZeroed((nuint)(all.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < all.Length; i++)
        {
            block[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        }

        return block;
    }

    private static void Free(byte** block)
    {
        for (var text = block; *text != null; text++)
        {
            Marshal.FreeCoTaskMem((nint)(*text));
        }

        NativeMemory.Free(block);
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int id, string path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileActionsAddOpen(byte* actions, int descriptor, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitPid(int id, out int status, int options);
}
