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

    private readonly RotatingFile _file;
    private readonly string _kind;

    private HostLog(RotatingFile file, string kind) => (_file, _kind) = (file, kind);

    /// <summary>Appends to a file that only this user can read. When it grows too long, it is renamed to <c>.1</c> and a new one begins.</summary>
    public static HostLog AppendTo(string path) => new(new RotatingFile(path, MaxLength), LogLine.Host);

    /// <summary>Writes to standard error: for a host that is its caller's child.</summary>
    public static HostLog ToStandardError() => new(new RotatingFile(Console.OpenStandardError()), LogLine.Host);

    /// <summary>The same log, for lines of another kind.</summary>
    public HostLog About(string kind) => new(_file, kind);

    /// <summary>Writes one line. What follows a line break is left out: those are a server's words, which the log must not keep.</summary>
    public void Write(string text)
    {
        _file.Add(LogLine.Now(_kind, text).ToString());
        _file.Flush();
    }

    /// <summary>Adds how a call ended. It is written with the next line, or at the next <see cref="Flush"/>: many calls share a write.</summary>
    /// <param name="name">As the caller spelled it.</param>
    /// <param name="outcome">Sizes and durations.</param>
    public void WriteCall(string name, string outcome) => _file.Add(LogLine.NowCall(name, outcome).ToString());

    /// <summary>Writes everything that was added.</summary>
    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();
}
