using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Transport;

/// <summary>Who is at the other end of a Unix socket, as the kernel tells it.</summary>
internal static partial class PeerCredentials
{
    /// <summary>Whether the peer runs as this process's user. The folder's mode says so too; this holds where that fails.</summary>
    public static bool AreOurs(Socket peer) =>
        // Windows tells no uid; there the socket lies in the user's profile, whose access list shuts others out.
        OperatingSystem.IsWindows() || UserIdOf(peer) == Libc.GetEffectiveUserId();

    /// <summary>The process that listens, or the one that connected.</summary>
    /// <returns>Null where the system does not tell.</returns>
    public static int? ProcessIdOf(Socket peer) => OperatingSystem.IsLinux() ? (int)LinuxIdsOf(peer).ProcessId : null;

    [UnsupportedOSPlatform("windows")]
    private static uint? UserIdOf(Socket peer) => OperatingSystem.IsLinux() ? LinuxIdsOf(peer).UserId : BsdUserIdOf(peer);

    private static (uint ProcessId, uint UserId) LinuxIdsOf(Socket peer)
    {
        const int SocketLevel = 1;
        const int PeerCredentialsOption = 17;

        // struct ucred: pid, uid, gid.
        Span<uint> credentials = stackalloc uint[3];
        peer.GetRawSocketOption(SocketLevel, PeerCredentialsOption, MemoryMarshal.AsBytes(credentials));
        return (credentials[0], credentials[1]);
    }

    [UnsupportedOSPlatform("windows")]
    private static uint? BsdUserIdOf(Socket peer) =>
        GetPeerIds(peer.SafeHandle, out var userId, out _) == 0 ? userId : null;

    [LibraryImport("libc", EntryPoint = "getpeereid", SetLastError = true)]
    private static partial int GetPeerIds(SafeHandle socket, out uint userId, out uint groupId);
}
