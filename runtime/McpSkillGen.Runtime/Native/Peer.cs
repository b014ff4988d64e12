using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>Who is at the other end of a Unix socket, according to the kernel, at the time when it connected or began to listen.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class Peer
{
    private const int SocketLevel = 1;

    /// <returns>The user's id; null if the kernel does not say.</returns>
    public static uint? UserOf(nint socket) =>
        OperatingSystem.IsLinux() ? LinuxIdsOf(socket)?.User : GetPeerIds((int)socket, out var userId, out _) == 0 ? userId : null;

    /// <returns>The process's id; null if the kernel does not say.</returns>
    [SupportedOSPlatform("linux")]
    public static int? ProcessOf(nint socket) => (int?)LinuxIdsOf(socket)?.Process;

    /// <summary>
    /// The network namespace that a socket was made in, as a number that means something only to this kernel. A connection that was accepted
    /// has its caller's.
    /// </summary>
    /// <returns>Null if the kernel does not say: it is older than 5.14.</returns>
    [SupportedOSPlatform("linux")]
    public static ulong? NetworkOf(nint socket)
    {
        const int NetworkCookieOption = 71;
        ulong cookie;
        uint length = sizeof(ulong);
        return GetSocketOption((int)socket, SocketLevel, NetworkCookieOption, &cookie, &length) == 0 ? cookie : null;
    }

    private static (uint Process, uint User)? LinuxIdsOf(nint socket)
    {
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
