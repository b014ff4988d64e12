using System.Net.Sockets;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Instances;

/// <summary>What was found out about one instance.</summary>
/// <param name="Paths">Its files.</param>
/// <param name="Description">Whose it is; null if no host of this version has run.</param>
/// <param name="Presence">Whether a host is there.</param>
/// <param name="HostId">The host's process, if there is one and it is known.</param>
/// <param name="Status">The host's own answer, one JSON object; null if there is none.</param>
internal sealed record Instance(
    InstancePaths Paths, InstanceDescription? Description, InstancePresence Presence, int? HostId, ReadOnlyMemory<byte>? Status)
{
    /// <summary>Looks at an instance: asks its host, and if none listens, tries its lock.</summary>
    /// <param name="paths">Which.</param>
    /// <param name="patience">How long a host may take to answer.</param>
    /// <exception cref="IOException">The lock cannot be tried.</exception>
    public static Instance Look(InstancePaths paths, TimeSpan patience)
    {
        var description = InstanceDescription.TryRead(paths);
        switch (HostInquiry.Ask(Path.GetDirectoryName(paths.Folder)!, paths, HostInquiry.Status, patience))
        {
            case HostReply.Answered { Json: var status, Root: var root }:
                return new Instance(paths, description, InstancePresence.Answers, root.Integer("hostPid"u8), status);
            case HostReply.Absent or HostReply.Gone when InstanceLock.TryTake(paths) is { } free:
                using (free)
                {
                    return new Instance(paths, description, InstancePresence.Absent, HostId: null, Status: null);
                }

            case HostReply.Absent:
                return new Instance(paths, description, InstancePresence.Changes, description?.HostId, Status: null);
            default:
                return new Instance(paths, description, InstancePresence.Silent, ListenerOf(paths) ?? description?.HostId, Status: null);
        }
    }

    /// <summary>The process that listens on an instance's socket, as the kernel reports it: never another one that got its number later.</summary>
    public static int? ListenerOf(InstancePaths paths)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(paths.Socket));
            return PeerCredentials.ProcessIdOf(socket);
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}

/// <summary>Whether a host is there.</summary>
internal enum InstancePresence
{
    /// <summary>The lock is free.</summary>
    Absent,

    /// <summary>The lock is held and nobody listens: a host that starts or leaves.</summary>
    Changes,

    Answers,

    /// <summary>A process listens and does not answer, or speaks another protocol.</summary>
    Silent,
}
