using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>A descriptor, read and written with blocking system calls. Do not dispose it while another thread reads.</summary>
[UnsupportedOSPlatform("windows")]
internal class DescriptorStream(int descriptor) : Stream
{
    private int _descriptor = descriptor;
    private int _readTimeout = Timeout.Infinite;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override bool CanTimeout => true;

    /// <summary>In milliseconds; a read that waits longer throws <see cref="TimeoutException"/>.</summary>
    public override int ReadTimeout
    {
        get => _readTimeout;
        set => _readTimeout = value;
    }

    protected int Descriptor => _descriptor;

    /// <exception cref="TimeoutException">Nothing came within <see cref="Stream.ReadTimeout"/>.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public override unsafe int Read(Span<byte> buffer)
    {
        if (_readTimeout != Timeout.Infinite && !Libc.WaitUntilReadable(_descriptor, _readTimeout))
        {
            throw new TimeoutException("Nothing was received in time.");
        }

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

    /// <exception cref="TimeoutException">The other side took nothing within <see cref="Stream.WriteTimeout"/>.</exception>
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
                    throw error is Libc.ErrnoAgain or Libc.ErrnoAgainBsd ? new TimeoutException("Nothing was taken in time.") : Broken(error);
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

    private static IOException Broken(int error) => new($"The connection broke: {Marshal.GetPInvokeErrorMessage(error)}.");
}
