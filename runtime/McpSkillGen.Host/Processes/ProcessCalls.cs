using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>The system calls that a guard needs and .NET's Process does not offer. Unix only.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class ProcessCalls
{
    public const int SignalHangUp = 1;
    public const int SignalInterrupt = 2;
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;

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

    /// <summary>Waits until any child ends, blocking.</summary>
    /// <param name="id">Who.</param>
    /// <param name="exitCode">Its exit code, or 128 and the signal's number.</param>
    /// <returns>False if there is no child left.</returns>
    public static bool WaitForAny(out int id, out int exitCode)
    {
        id = -1;
        exitCode = Spawning.Reap(ref id);
        return id > 0;
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
