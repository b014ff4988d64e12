using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace McpSkillGen.Tests.Shared;

/// <summary>
/// Lets every test run begin alike, however it was started. Under <c>nohup</c> or in the background a process inherits
/// signals that are ignored, and so would each program that it starts.
/// </summary>
internal static unsafe partial class InheritedSignals
{
    private const nint Ignored = 1;

    // Larger than any C library's struct sigaction, which begins with the handler.
    private const int OpaqueLength = 512;

    // SIGHUP, SIGINT, SIGQUIT and SIGTERM.
    private static readonly int[] s_signals = [1, 2, 3, 15];

    /// <summary>
    /// Replaces "ignored" by a handler that does nothing. This process still takes no notice, as whoever ignored the signal
    /// wishes; but a handler, unlike "ignored", ends with <c>exec</c>: programs are started with the system's default.
    /// </summary>
    [ModuleInitializer]
    internal static void KeepFromChildren()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Native, because managed code cannot run in a signal handler. It takes a number, and changes nothing.
        var doNothing = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "abs");
        var action = stackalloc nint[OpaqueLength / sizeof(nint)];
        foreach (var signal in s_signals)
        {
            if (GetAction(signal, null, action) == 0 && *action == Ignored)
            {
                _ = SetHandler(signal, doNothing);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int GetAction(int signal, void* action, nint* before);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);
}
