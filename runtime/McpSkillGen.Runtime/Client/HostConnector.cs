using System.Net.Sockets;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime.Client;

/// <summary>Reaches a host that already runs: one look at the directory's owner, one <c>connect</c>.</summary>
internal static class HostConnector
{
    public static ConnectOutcome Connect(string runtimeDirectory, InstancePaths instance)
    {
        if (RuntimeDirectory.WhyUnsafe(runtimeDirectory) is { } reason)
        {
            return new ConnectOutcome.Forbidden(reason);
        }

        UnixDomainSocketEndPoint endPoint;
        try
        {
            endPoint = new UnixDomainSocketEndPoint(instance.Socket);
        }
        catch (ArgumentOutOfRangeException)
        {
            return new ConnectOutcome.Forbidden(
                $"The socket's path '{instance.Socket}' is longer than the system allows; set {RuntimeDirectory.OverrideVariable} to a shorter folder.");
        }

        Socket? socket = null;
        try
        {
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(endPoint);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return new ConnectOutcome.Ready(new HostConnection(stream, stream));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressFamilyNotSupported)
        {
            // Sandboxes refuse with EPERM or EACCES; systemd's RestrictAddressFamilies with EAFNOSUPPORT.
            socket?.Dispose();
            return new ConnectOutcome.Forbidden("Sockets are not permitted here.");
        }
        catch (SocketException)
        {
            // Refused (a socket file whose host was killed) or not there at all: the same to us.
            socket?.Dispose();
            return new ConnectOutcome.Absent();
        }
    }
}
