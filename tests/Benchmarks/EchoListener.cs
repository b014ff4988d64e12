using System.Net.Sockets;

namespace Benchmarks;

/// <summary>A Unix socket whose other end sends back what it gets: the least that a host could do.</summary>
internal sealed class EchoListener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public EchoListener(string path)
    {
        File.Delete(path);
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _socket.Listen();
        new Thread(Answer) { IsBackground = true }.Start();
    }

    public void Dispose() => _socket.Dispose();

    private void Answer()
    {
        var bytes = new byte[4096];
        try
        {
            while (true)
            {
                using var peer = _socket.Accept();
                _ = peer.Send(bytes.AsSpan(0, peer.Receive(bytes)));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed: nobody asks any more.
        }
    }
}
