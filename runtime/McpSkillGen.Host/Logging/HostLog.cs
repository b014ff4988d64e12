using System.Globalization;
using System.Text;

namespace McpSkillGen.Host.Logging;

/// <summary>
/// What the host tells of its life, to someone who was not there: names, sizes, durations and outcomes, one line each with
/// UTC time. Never arguments, results or values of the environment. A log that cannot be written is no reason to fail.
/// </summary>
internal sealed class HostLog : IDisposable
{
    // Two files of this size are kept; a line is about 100 bytes.
    private const long MaxLength = 1024 * 1024;

    private readonly Lock _writing = new();
    private readonly string? _path;
    private Stream? _stream;

    private HostLog(string? path, Stream? stream) => (_path, _stream) = (path, stream);

    /// <summary>Appends to a file that only this user reads; when it grows too long, it is kept as <c>.1</c> and begun anew.</summary>
    public static HostLog AppendTo(string path) => new(path, TryOpen(path));

    /// <summary>Writes to standard error: for a host that is its caller's child.</summary>
    public static HostLog ToStandardError() => new(path: null, Console.OpenStandardError());

    public void Write(string line)
    {
        var time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes($"{time} {OnOneLine(line)}\n");
        lock (_writing)
        {
            try
            {
                RotateIfLong();
                _stream?.Write(bytes);
                _stream?.Flush();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full disk, a closed standard error: the host works on without its log.
            }
        }
    }

    public void Dispose()
    {
        lock (_writing)
        {
            _stream?.Dispose();
            _stream = null;
        }
    }

    private static FileStream? TryOpen(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string OnOneLine(string line) =>
        line.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0 ? line : string.Concat(line.Select(static c => char.IsControl(c) ? ' ' : c));

    private void RotateIfLong()
    {
        if (_path is null || _stream is not { Length: > MaxLength })
        {
            return;
        }

        _stream.Dispose();
        _stream = null;
        File.Move(_path, _path + ".1", overwrite: true);
        _stream = TryOpen(_path);
    }
}
