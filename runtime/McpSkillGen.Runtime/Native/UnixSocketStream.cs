using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace McpSkillGen.Runtime.Native;

/// <summary>
/// A connected Unix socket, read and written with blocking system calls.
/// </summary>
/// <remarks>
/// Not <see cref="System.Net.Sockets.Socket"/>: its first use starts a thread with an <c>epoll</c> of its own and probes
/// which address families there are, a dozen system calls and a thread for every call that an agent makes.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixSocketStream : Stream
{
    private const int FamilyUnix = 1;
    private const int TypeStream = 1;
    private int _descriptor;
    private int _readTimeout = Timeout.Infinite;

    private UnixSocketStream(int descriptor) => _descriptor = descriptor;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override bool CanTimeout => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>In milliseconds; a read that waits longer throws <see cref="TimeoutException"/>.</summary>
    public override int ReadTimeout
    {
        get => _readTimeout;
        set
        {
            if (value != _readTimeout)
            {
                Libc.SetReceiveTimeout(_descriptor, value == Timeout.Infinite ? TimeSpan.Zero : TimeSpan.FromMilliseconds(value));
                _readTimeout = value;
            }
        }
    }

    /// <summary>Connects, without waiting for anything but a full backlog.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="error">The system's error number where there is no connection.</param>
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

    /// <summary>Who listens at the other end; null when the kernel does not tell.</summary>
    public uint? PeerUserId => Peer.UserOf(_descriptor);

    /// <exception cref="TimeoutException">Nothing came within <see cref="ReadTimeout"/>.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public override unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = Libc.Read(_descriptor, start, buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.ErrnoInterrupted:
                        break;
                    case Libc.ErrnoAgain or Libc.ErrnoAgainBsd:
                        throw new TimeoutException("Nothing was received in time.");
                    case var error:
                        throw Broken(error);
                }
            }
        }
    }

    /// <exception cref="IOException">The connection broke.</exception>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            for (nint written = 0; written < buffer.Length;)
            {
                var count = Libc.Write(_descriptor, start + written, buffer.Length - written);
                if (count >= 0)
                {
                    written += count;
                }
                else if (Marshal.GetLastPInvokeError() is not Libc.ErrnoInterrupted and var error)
                {
                    throw Broken(error);
                }
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        var descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
        {
            _ = Libc.Close(descriptor);
        }

        base.Dispose(disposing);
    }

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

    private static IOException Broken(int error) => new($"The connection broke: {Marshal.GetPInvokeErrorMessage(error)}.");
}
