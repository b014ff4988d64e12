using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace McpSkillGen.Runtime.Native;

/// <summary>A connected Unix socket, read and written with blocking system calls.</summary>
/// <remarks>
/// Not <see cref="System.Net.Sockets.Socket"/>: its first use starts a thread with its own <c>epoll</c> and probes
/// for address families: a dozen system calls and a thread in every call of an agent.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixSocketStream : DescriptorStream
{
    private const int FamilyUnix = 1;
    private const int TypeStream = 1;
    private int _readTimeout = Timeout.Infinite;
    private int _writeTimeout = Timeout.Infinite;

    private UnixSocketStream(int descriptor)
        : base(descriptor)
    {
    }

    /// <summary>In milliseconds; a read that waits longer throws <see cref="TimeoutException"/>.</summary>
    public override int ReadTimeout
    {
        get => _readTimeout;
        set
        {
            if (value != _readTimeout)
            {
                Libc.SetReceiveTimeout(Descriptor, value == Timeout.Infinite ? TimeSpan.Zero : TimeSpan.FromMilliseconds(value));
                _readTimeout = value;
            }
        }
    }

    /// <summary>In milliseconds; a write for which there is no room for so long throws <see cref="TimeoutException"/>.</summary>
    public override int WriteTimeout
    {
        get => _writeTimeout;
        set
        {
            Libc.SetSendTimeout(Descriptor, value == Timeout.Infinite ? TimeSpan.Zero : TimeSpan.FromMilliseconds(value));
            _writeTimeout = value;
        }
    }

    /// <summary>Connects; only waits if the backlog is full.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="error">The system's error number if there is no connection.</param>
    public static unsafe UnixSocketStream? Connect(string path, out int error)
    {
        // struct sockaddr_un: the family (with a length before it on BSD systems), then the path with its final zero.
        var address = stackalloc byte[2 + Libc.SocketPathCapacity];
        var room = new Span<byte>(address + 2, Libc.SocketPathCapacity);
        room.Clear();
        if (Encoding.UTF8.GetByteCount(path) >= Libc.SocketPathCapacity)
        {
            error = Libc.ErrnoNameTooLong;
            return null;
        }

        _ = Encoding.UTF8.GetBytes(path, room);
        (address[0], address[1]) = OperatingSystem.IsLinux() ? ((byte)FamilyUnix, (byte)0) : ((byte)(2 + Libc.SocketPathCapacity), (byte)FamilyUnix);

        var descriptor = OpenSocket();
        if (descriptor < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return null;
        }

        while (Libc.Connect(descriptor, address, (uint)(2 + Libc.SocketPathCapacity)) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            if (error != Libc.ErrnoInterrupted)
            {
                _ = Libc.Close(descriptor);
                return null;
            }
        }

        error = 0;
        return new UnixSocketStream(descriptor);
    }

    /// <summary>Who listens at the other end; null if the kernel does not say.</summary>
    public uint? PeerUserId => Peer.UserOf(Descriptor);

    private static int OpenSocket()
    {
        var descriptor = Libc.Socket(FamilyUnix, TypeStream | Libc.SocketCloseOnExec, 0);
        if (descriptor is < 0 or > StandardDescriptors.Last)
        {
            return descriptor;
        }

        _ = Libc.Close(descriptor);
        StandardDescriptors.OccupyClosed();
        return Libc.Socket(FamilyUnix, TypeStream | Libc.SocketCloseOnExec, 0);
    }
}
