using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace McpSkillGen.Runtime.Native;

/// <summary><c>LockFileEx</c> over one byte far beyond the file's end; released by the system when the handle closes.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsFileLock
{
    private const uint FailImmediately = 1;
    private const uint Exclusive = 2;
    private const int ErrorLockViolation = 33;
    private const int ErrorIoPending = 997;

    /// <returns>False if another process holds the lock and <paramref name="wait"/> is false.</returns>
    /// <exception cref="Win32Exception">The lock could not be asked for.</exception>
    public static unsafe bool Lock(SafeFileHandle file, bool wait)
    {
        var region = new NativeOverlapped { OffsetHigh = int.MaxValue };
        if (LockFileEx(file, wait ? Exclusive : Exclusive | FailImmediately, 0, 1, 0, &region))
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is ErrorLockViolation or ErrorIoPending ? false : throw new Win32Exception(error);
    }

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool LockFileEx(
        SafeFileHandle file, uint flags, uint reserved, uint bytesLow, uint bytesHigh, NativeOverlapped* overlapped);
}
