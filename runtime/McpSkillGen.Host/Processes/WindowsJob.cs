using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using McpSkillGen.Host.Faults;
using Microsoft.Win32.SafeHandles;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// A kill-on-close job object around this process: it does what the guard does on Unix. The host holds the only handle. So
/// however the host ends, the system kills everything that it started, directly or indirectly.
/// </summary>
/// <remarks>
/// The host joins the job before it starts anything, so its children are born into it. A child that is put into a job after
/// its start may already have children of its own.
/// </remarks>
internal static partial class WindowsJob
{
    private const int ExtendedLimitInformation = 9;
    private const uint KillOnJobClose = 0x2000;

    /// <returns>To be held until the process ends: closing it kills.</returns>
    /// <exception cref="Win32Exception">The system allows no job object here.</exception>
    [SupportedOSPlatform("windows")]
    public static unsafe SafeFileHandle ContainThisProcess()
    {
        var job = CreateJobObject(securityAttributes: 0, name: 0);
        if (job.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        var limits = new ExtendedLimits { Basic = new BasicLimits { LimitFlags = FaultPoint.IsChosen(FaultPoint.LeakingJob) ? 0 : KillOnJobClose } };
        if (!SetInformationJobObject(job, ExtendedLimitInformation, &limits, (uint)Unsafe.SizeOf<ExtendedLimits>())
            || !AssignProcessToJobObject(job, GetCurrentProcess()))
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        return job;
    }

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    private static partial SafeFileHandle CreateJobObject(nint securityAttributes, nint name);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool SetInformationJobObject(SafeFileHandle job, int kind, ExtendedLimits* limits, uint length);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, nint process);

    [LibraryImport("kernel32")]
    private static partial nint GetCurrentProcess();

    /// <summary><c>JOBOBJECT_BASIC_LIMIT_INFORMATION</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct BasicLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
    }

    /// <summary><c>JOBOBJECT_EXTENDED_LIMIT_INFORMATION</c>: 144 bytes where pointers have eight.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ExtendedLimits
    {
        public BasicLimits Basic;
        public ulong ReadOperationCount;
        public ulong WriteOperationCount;
        public ulong OtherOperationCount;
        public ulong ReadTransferCount;
        public ulong WriteTransferCount;
        public ulong OtherTransferCount;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}
