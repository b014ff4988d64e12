using System.Net.Sockets;
using System.Runtime.Versioning;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Client;

/// <summary>Connects to a running host: checks the directory's owner, and calls <c>connect</c> once.</summary>
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
            // Nobody else can listen in a directory that only we can enter, unless others could enter it before.
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

        // Sandboxes refuse with EPERM or EACCES; systemd's RestrictAddressFamilies with EAFNOSUPPORT. Anything else means
        // that no host listens: its socket is missing, or left over from a host that was killed.
        if (error == Libc.ErrnoAccess && FileOwner.TryGet(Path.GetDirectoryName(path)!) is null)
        {
            return new ConnectOutcome.Forbidden(
                $"The runtime directory '{Path.GetDirectoryName(Path.GetDirectoryName(path))}' cannot be entered. Set {UserDirectory.Runtime.OverrideVariable} to a folder of your own.");
        }

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
