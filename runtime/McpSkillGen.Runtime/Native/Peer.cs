using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>Who is at the other end of a Unix socket, according to the kernel, at the time when it connected or began to listen.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class Peer
{
    /// <returns>The user's id; null if the kernel does not say.</returns>
    public static uint? UserOf(nint socket) =>
        OperatingSystem.IsLinux() ? LinuxIdsOf(socket)?.User : GetPeerIds((int)socket, out var userId, out _) == 0 ? userId : null;

    /// <returns>The process's id; null if the kernel does not say.</returns>
    [SupportedOSPlatform("linux")]
    public static int? ProcessOf(nint socket) => (int?)LinuxIdsOf(socket)?.Process;

    private static (uint Process, uint User)? LinuxIdsOf(nint socket)
    {
        const int SocketLevel = 1;
        const int PeerCredentialsOption = 17;

        // struct ucred: pid, uid, gid.
        var credentials = stackalloc uint[3];
        uint length = 3 * sizeof(uint);
        return GetSocketOption((int)socket, SocketLevel, PeerCredentialsOption, credentials, &length) == 0 ? (credentials[0], credentials[1]) : null;
    }

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSocketOption(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "getpeereid")]
    private static partial int GetPeerIds(int socket, out uint userId, out uint groupId);
}
