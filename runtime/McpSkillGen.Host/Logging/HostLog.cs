using System.Buffers;
using System.Text;
using McpSkillGen.Runtime.Logging;

namespace McpSkillGen.Host.Logging;

/// <summary>
/// The story of the host for someone who was not there: names, sizes, durations and outcomes, a line each with UTC time.
/// Never arguments, results or values of the environment. If a line cannot be written, the host goes on without it.
/// </summary>
internal sealed class HostLog : IDisposable
{
    // Two files of this size are kept; a line is about 100 bytes.
    private const long MaxLength = 1024 * 1024;

    private const int LongestWrite = 16 * 1024;

    private readonly LogFile _file;
    private readonly string _kind;

    private HostLog(LogFile file, string kind) => (_file, _kind) = (file, kind);

    /// <summary>Appends to a file that only this user can read. When it grows too long, it is renamed to <c>.1</c> and a new one begins.</summary>
    public static HostLog AppendTo(string path) => new(new LogFile(path, TryOpen(path)), LogLine.Host);

    /// <summary>Writes to standard error: for a host that is its caller's child.</summary>
    public static HostLog ToStandardError() => new(new LogFile(path: null, Console.OpenStandardError()), LogLine.Host);

    /// <summary>The same log, for lines of another kind.</summary>
    public HostLog About(string kind) => new(_file, kind);

    /// <summary>Writes one line. What follows a line break is left out: those are a server's words, which the log must not keep.</summary>
    public void Write(string text) => _file.Write(LogLine.Now(_kind, text));

    /// <summary>Adds how a call ended. It is written with the next line, or at the next <see cref="Flush"/>: many calls share a write.</summary>
    /// <param name="name">As the caller spelled it.</param>
    /// <param name="outcome">Sizes and durations.</param>
    public void WriteCall(string name, string outcome) => _file.Add(LogLine.NowCall(name, outcome));

    /// <summary>Writes everything that was added.</summary>
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
        private bool _isClosed;

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
                if (_waiting.WrittenCount > LongestWrite)
                {
                    Flush();
                }
            }
        }

        public void Flush()
        {
            lock (_writing)
            {
                if (_waiting.WrittenCount == 0 || _isClosed)
                {
                    return;
                }

                try
                {
                    RotateIfLong();
                    _stream ??= path is null ? null : TryOpen(path);
                    _stream?.Write(_waiting.WrittenSpan);
                    _stream?.Flush();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // A full disk, or a closed standard error: these lines are lost, and the next ones are tried again.
                }

                _waiting.ResetWrittenCount();
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
            if (path is null || _stream is not { Length: > MaxLength })
            {
                return;
            }

            try
            {
                // A host that hands over and its successor write the same file. The second one to come here finds it short again.
                if (new FileInfo(path) is { Exists: true, Length: > MaxLength })
                {
                    File.Move(path, path + ".1", overwrite: true);
                }

                _stream.Dispose();
                _stream = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The file grows on. The next line tries again.
            }
        }
    }
}
