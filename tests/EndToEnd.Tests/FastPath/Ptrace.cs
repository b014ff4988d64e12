using System.Runtime.InteropServices;

namespace EndToEnd.Tests.FastPath;

/// <summary>The kernel's tracing, as far as it takes to hear of every system call of a program.</summary>
internal static unsafe partial class Ptrace
{
    public const int EventExec = 4;

    private const int RequestContinueToSystemCall = 24;
    private const int RequestSeize = 0x4206;
    private const int RequestSystemCallInfo = 0x420e;

    // Tell system calls apart from signals; follow threads, and the program that the shell becomes.
    private const nint Options = 0x1 | 0x8 | 0x10;
    private const int WaitForAllKinds = 0x40000000;
    private const int WaitForMineOnly = 0x20000000;
    private const int WaitUntraced = 2;
    private const int Interrupted = 4;
    private const int ContinueSignal = 18;
    private const int KillSignal = 9;

    public static int StopSignal(int status) => (status >> 8) & 0xFF;

    public static int Event(int status) => status >> 16;

    public static bool HasEnded(int status) => (status & 0xFF) != 0x7F;

    public static void WaitUntilStopped(int process) => _ = WaitPid(process, out _, WaitUntraced);

    /// <returns>False when the system forbids it.</returns>
    public static bool TrySeize(int process) => Request(RequestSeize, process, 0, Options) == 0;

    /// <summary>Lets a process that stopped itself go on.</summary>
    public static void Continue(int process) => _ = Signal(process, ContinueSignal);

    public static void Kill(int process)
    {
        _ = Signal(process, KillSignal);
        _ = WaitPid(process, out _, 0);
    }

    /// <summary>Waits for the next stop or end of a traced thread.</summary>
    public static bool Wait(out int thread, out int status)
    {
        do
        {
            thread = WaitPid(-1, out status, WaitForAllKinds | WaitForMineOnly);
        }
        while (thread < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        return thread > 0;
    }

    /// <summary>Runs on to the next system call, or out of one.</summary>
    public static void Resume(int thread, int signal) => _ = Request(RequestContinueToSystemCall, thread, 0, signal);

    /// <returns>False when the thread has just left a system call.</returns>
    public static bool TryReadEntry(int thread, out ulong number, out ulong[] arguments)
    {
        // struct ptrace_syscall_info: a byte that tells entry (1) from exit, then at 24 the number and six arguments.
        var info = stackalloc byte[88];
        var length = Request(RequestSystemCallInfo, thread, 88, (nint)info);
        number = *(ulong*)(info + 24);
        arguments = [*(ulong*)(info + 32), *(ulong*)(info + 40)];
        return length > 0 && info[0] == 1;
    }

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int id, out int status, int options);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    private static partial nint Request(nint request, nint thread, nint address, nint data);
}
