using System.Net.Sockets;
using System.Runtime.Versioning;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Client;

/// <summary>Reaches a host that already runs: one look at the directory's owner, one <c>connect</c>.</summary>
internal static class HostConnector
{
    public static ConnectOutcome Connect(string runtimeDirectory, InstancePaths instance)
    {
        if (UserDirectory.Runtime.WhyUnsafe(runtimeDirectory) is { } reason)
        {
            return new ConnectOutcome.Forbidden(reason);
        }

        return OperatingSystem.IsWindows() ? ConnectOnWindows(instance.Socket) : ConnectOnUnix(instance.Socket);
    }

    [UnsupportedOSPlatform("windows")]
    private static ConnectOutcome ConnectOnUnix(string path)
    {
        if (UnixSocketStream.Connect(path, out var error) is { } stream)
        {
            // In a directory that is ours alone nobody else can listen, unless it was open for a while.
            if (stream.PeerUserId != Libc.GetEffectiveUserId())
            {
                stream.Dispose();
                return new ConnectOutcome.Forbidden($"Another user listens at '{path}'. Remove it, or set {UserDirectory.Runtime.OverrideVariable} to a folder of your own.");
            }

            return new ConnectOutcome.Ready(new HostConnection(stream, stream));
        }

        if (error == Libc.ErrnoNameTooLong)
        {
            return TooLong(path);
        }

        // Sandboxes refuse with EPERM or EACCES; systemd's RestrictAddressFamilies with EAFNOSUPPORT. Anything else is
        // refused (a socket file whose host was killed) or not there at all: the same to us.
        return error is Libc.ErrnoNotPermitted or Libc.ErrnoAccess || error == Libc.ErrnoFamilyNotSupported
            ? new ConnectOutcome.Forbidden("Sockets are not permitted here.")
            : new ConnectOutcome.Absent();
    }

    [SupportedOSPlatform("windows")]
    private static ConnectOutcome ConnectOnWindows(string path)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            var stream = new NetworkStream(socket, ownsSocket: true);
            return new ConnectOutcome.Ready(new HostConnection(stream, stream));
        }
        catch (ArgumentOutOfRangeException)
        {
            socket?.Dispose();
            return TooLong(path);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            return e.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressFamilyNotSupported
                ? new ConnectOutcome.Forbidden("Sockets are not permitted here.")
                : new ConnectOutcome.Absent();
        }
    }

    private static ConnectOutcome.Forbidden TooLong(string path) =>
        new($"The socket's path '{path}' is longer than the system allows; set {UserDirectory.Runtime.OverrideVariable} to a shorter folder.");
}
