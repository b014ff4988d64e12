using System.Net.Sockets;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Transport;

/// <summary>Who is at the other end of a connection.</summary>
internal static class PeerCredentials
{
    /// <summary>Whether the peer runs as this process's user. The folder's mode should ensure that; this is a second check.</summary>
    public static bool AreOurs(Socket peer) =>
        // Windows reports no uid. There the socket lies in the user's profile, whose access list keeps others out.
        OperatingSystem.IsWindows() || Peer.UserOf(peer.Handle) == Libc.GetEffectiveUserId();

    /// <summary>Whether the peer is in another network namespace than the socket that it connected to: what a server reaches, it may not.</summary>
    public static bool AreElsewhere(Socket peer, Socket listener) =>
        OperatingSystem.IsLinux() && Peer.NetworkOf(peer.Handle) is { } theirs && Peer.NetworkOf(listener.Handle) is { } ours && theirs != ours;

    /// <summary>The process that listens, or the one that connected.</summary>
    /// <returns>Null if the system does not report it.</returns>
    public static int? ProcessIdOf(Socket peer) => OperatingSystem.IsLinux() ? Peer.ProcessOf(peer.Handle) : null;
}
