using System.Buffers;
using System.Text;
using McpSkillGen.Runtime.Logging;

namespace McpSkillGen.Host.Logging;

/// <summary>
/// What the host tells of its life, to someone who was not there: names, sizes, durations and outcomes, one line each with
/// UTC time. Never arguments, results or values of the environment. A log that cannot be written is no reason to fail.
/// </summary>
internal sealed class HostLog : IDisposable
{
    // Two files of this size are kept; a line is about 100 bytes.
    private const long MaxLength = 1024 * 1024;

    private const int LongestWrite = 16 * 1024;

    private readonly LogFile _file;
    private readonly string _kind;

    private HostLog(LogFile file, string kind) => (_file, _kind) = (file, kind);

    /// <summary>Appends to a file that only this user reads; when it grows too long, it is kept as <c>.1</c> and begun anew.</summary>
    public static HostLog AppendTo(string path) => new(new LogFile(path, TryOpen(path)), LogLine.Host);

    /// <summary>Writes to standard error: for a host that is its caller's child.</summary>
    public static HostLog ToStandardError() => new(new LogFile(path: null, Console.OpenStandardError()), LogLine.Host);

    /// <summary>The same log, for lines of another kind.</summary>
    public HostLog About(string kind) => new(_file, kind);

    /// <summary>Writes one line. What follows a line break is left out: it is a server's words, and not ours to keep.</summary>
    public void Write(string text) => _file.Write(LogLine.Now(_kind, text));

    /// <summary>Writes how a call ended, at the next <see cref="Flush"/> or with the next line: where many end, they share a write.</summary>
    /// <param name="name">As the caller spelled it.</param>
    /// <param name="outcome">Sizes and durations.</param>
    public void WriteCall(string name, string outcome) => _file.Add(LogLine.NowCall(name, outcome));

    /// <summary>Writes what waits to be written.</summary>
    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

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

    private sealed class LogFile(string? path, Stream? stream) : IDisposable
    {
        private readonly Lock _writing = new();
        private readonly ArrayBufferWriter<byte> _waiting = new(256);
        private Stream? _stream = stream;

        public void Write(LogLine line)
        {
            Add(line);
            Flush();
        }

        public void Add(LogLine line)
        {
            lock (_writing)
            {
                Encoding.UTF8.GetBytes($"{line}\n", _waiting);
            }

            if (_waiting.WrittenCount > LongestWrite)
            {
                Flush();
            }
        }

        public void Flush()
        {
            lock (_writing)
            {
                if (_waiting.WrittenCount == 0)
                {
                    return;
                }

                try
                {
                    RotateIfLong();
                    _stream?.Write(_waiting.WrittenSpan);
                    _stream?.Flush();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // A full disk, a closed standard error: the host works on without its log.
                }

                _waiting.ResetWrittenCount();
            }
        }

        public void Dispose()
        {
            Flush();
            lock (_writing)
            {
                _stream?.Dispose();
                _stream = null;
            }
        }

        private void RotateIfLong()
        {
            if (path is null || _stream is not { Length: > MaxLength })
            {
                return;
            }

            _stream.Dispose();
            _stream = null;

            // A host that hands over and its successor write the same file: whoever comes second finds it short again.
            if (new FileInfo(path) is { Exists: true, Length: > MaxLength })
            {
                File.Move(path, path + ".1", overwrite: true);
            }

            _stream = TryOpen(path);
        }
    }
}
