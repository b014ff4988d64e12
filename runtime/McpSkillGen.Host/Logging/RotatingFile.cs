using System.Buffers;
using System.Text;

namespace McpSkillGen.Host.Logging;

/// <summary>
/// Lines that are added to a file which only this user can read. When it grows too long, it is renamed to <c>.1</c> and a new one
/// begins. Lines that cannot be written are lost, and the next ones are tried again. Safe for many threads, and for several hosts.
/// </summary>
internal sealed class RotatingFile : IDisposable
{
    private const int LongestWrite = 16 * 1024;

    private readonly Lock _writing = new();
    private readonly ArrayBufferWriter<byte> _waiting = new(256);
    private readonly string? _path;
    private readonly long _maxLength;
    private Stream? _stream;
    private bool _isClosed;

    /// <param name="path">The file.</param>
    /// <param name="maxLength">From when on it is too long, in bytes.</param>
    public RotatingFile(string path, long maxLength) => (_path, _maxLength, _stream) = (path, maxLength, TryOpen(path));

    /// <param name="stream">Gets the lines in place of a file.</param>
    public RotatingFile(Stream stream) => _stream = stream;

    /// <summary>Adds a line. It is written with the next <see cref="Flush"/>, or when there are many.</summary>
    public void Add(string line)
    {
        lock (_writing)
        {
            Encoding.UTF8.GetBytes($"{line}\n", _waiting);
            if (_waiting.WrittenCount > LongestWrite)
            {
                Flush();
            }
        }
    }

    /// <summary>Writes everything that was added.</summary>
    /// <returns>False if some of it is lost.</returns>
    public bool Flush()
    {
        lock (_writing)
        {
            if (_waiting.WrittenCount == 0 || _isClosed)
            {
                return true;
            }

            var isWritten = false;
            try
            {
                RotateIfLong();
                _stream ??= _path is null ? null : TryOpen(_path);
                _stream?.Write(_waiting.WrittenSpan);
                _stream?.Flush();
                isWritten = _stream is not null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full disk, or a closed standard error: these lines are lost, and the next ones are tried again.
            }

            _waiting.ResetWrittenCount();
            return isWritten;
        }
    }

    public void Dispose()
    {
        lock (_writing)
        {
            Flush();
            _isClosed = true;
            _stream?.Dispose();
        }
    }

    private void RotateIfLong()
    {
        if (_path is null || _stream is null || _stream.Length <= _maxLength)
        {
            return;
        }

        try
        {
            // A host that hands over and its successor write the same file. The second one to come here finds it short again.
            if (new FileInfo(_path) is { Exists: true } file && file.Length > _maxLength)
            {
                File.Move(_path, _path + ".1", overwrite: true);
            }

            _stream.Dispose();
            _stream = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file grows on. The next line tries again.
        }
    }

    private static Stream? TryOpen(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return AppendingStream.TryOpen(path);
        }

        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
