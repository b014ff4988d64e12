using System.Net.Sockets;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Transport;

/// <summary>The instance's socket. It exists only while its host holds the lock. A socket file without a holder is dead.</summary>
internal sealed class SocketListener : IDisposable
{
    // Callers that connect while the host is busy wait here. Beyond this number they would be refused, and take the host for absent.
    private const int Backlog = 1024;

    // Most likely there are no descriptors left, until a connection ends. Without the pause the loop would spin until then.
    private static readonly TimeSpan PauseAfterFailedAccept = TimeSpan.FromMilliseconds(100);

    private readonly InstanceLock _owned;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _closing = new();

    private SocketListener(InstanceLock owned, Socket socket) => (_owned, _socket) = (owned, socket);

    /// <summary>Binds and listens, and replaces what a dead host left.</summary>
    /// <exception cref="NoSocketException">The path is too long, or the socket may not be bound.</exception>
    public static SocketListener Bind(InstanceLock owned, InstancePaths instance)
    {
        ArgumentNullException.ThrowIfNull(owned);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var endPoint = new UnixDomainSocketEndPoint(instance.Socket);
            File.Delete(instance.Socket);
            socket.Bind(endPoint);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(instance.Socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            socket.Listen(Backlog);
            return new SocketListener(owned, socket);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new NoSocketException(WhyNot(e, instance), e);
        }
    }

    /// <summary>Whether a host listens there.</summary>
    public static bool Answers(InstancePaths instance)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(instance.Socket));
            return true;
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    /// <summary>Passes on every connection of this user, until disposed.</summary>
    public async Task AcceptAsync(Action<Stream, ConnectedPeer> onConnection, Action<string> onTrouble)
    {
        while (true)
        {
            Socket peer;
            try
            {
                peer = await _socket.AcceptAsync(_closing.Token).ConfigureAwait(false);
            }
            catch (Exception e)
                when (e is OperationCanceledException or ObjectDisposedException
                    or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException e)
            {
                onTrouble($"A connection could not be accepted: {e.SocketErrorCode}.");
                await Task.Delay(PauseAfterFailedAccept).ConfigureAwait(false);
                continue;
            }

            if (PeerCredentials.AreOurs(peer))
            {
                var client = new ConnectedPeer(() => PeerCredentials.ProcessIdOf(peer), PeerCredentials.AreElsewhere(peer, _socket));
                onConnection(new NetworkStream(peer, ownsSocket: true), client);
                continue;
            }

            onTrouble("Another user tried to connect and was rejected.");
            peer.Dispose();
        }
    }

    /// <summary>Stops listening and unlinks the socket.</summary>
    public void Dispose()
    {
        _closing.Cancel();

        // .NET deletes what is at the path that it bound. If the folder was deleted, that may be another host's socket. Nobody
        // finds ours any more, and the end of the process closes it.
        if (_owned.IsInPlace)
        {
            _socket.Dispose();
        }
    }

    private static string WhyNot(Exception e, InstancePaths instance) => e switch
    {
        ArgumentOutOfRangeException =>
            $"The socket's path '{instance.Socket}' is longer than the system allows. Set {UserDirectory.Runtime.OverrideVariable} to a shorter folder of your own.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => $"The socket '{instance.Socket}' may not be bound: sockets are not permitted here.",
        _ => $"The socket '{instance.Socket}' could not be bound: {e.Message} Set {UserDirectory.Runtime.OverrideVariable} to a folder of your own.",
    };
}
