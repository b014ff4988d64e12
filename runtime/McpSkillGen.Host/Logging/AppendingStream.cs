using System.Runtime.Versioning;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;
using Microsoft.Win32.SafeHandles;

namespace McpSkillGen.Host.Logging;

/// <summary>
/// A file that every write goes to the end of, wherever that is by then. A <see cref="FileStream"/> opened to append writes
/// at an offset of its own, and so over what a host that hands over has written meanwhile.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class AppendingStream : Stream
{
    private readonly SafeFileHandle _file;

    private AppendingStream(SafeFileHandle file) => _file = file;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => RandomAccess.GetLength(_file);

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens a file that only this user reads, or makes it.</summary>
    /// <returns>Null if it cannot be opened.</returns>
    public static AppendingStream? TryOpen(string path)
    {
        const int OwnerReadWrite = 0x180;
        var descriptor = Libc.Open(path, Libc.OpenAppendCreate, OwnerReadWrite);
        return descriptor < 0 ? null : new AppendingStream(new SafeFileHandle(descriptor, ownsHandle: true));
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (StandardStreams.WriteToDescriptor((int)_file.DangerousGetHandle(), buffer) is { } reason)
        {
            throw new IOException(reason);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }
}
