using System.Text;
using System.Text.RegularExpressions;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// The last lines that a server wrote to standard error, without the frames of stack traces and without colours. Failures quote them. Bounded,
/// however much the server writes.
/// </summary>
internal sealed partial class StderrTail
{
    private const int MaxLines = 20;
    private const int MaxLineBytes = 2000;

    private readonly Lock _guard = new();
    private readonly Queue<string> _lines = new();
    private readonly List<byte> _line = [];
    private bool _isInGoTrace;

    /// <summary>Called with the server's process id, when the guard reports it.</summary>
    public event Action<int>? ServerStarted;

    /// <summary>Reads until the end, on the calling thread.</summary>
    public void Drain(Stream stream)
    {
        var buffer = new byte[4096];
        try
        {
            while (stream.Read(buffer) is var read && read > 0)
            {
                foreach (var b in buffer.AsSpan(0, read))
                {
                    Append(b);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process has ended, or was given up.
        }

        EndLine();
    }

    /// <returns>At most the last <paramref name="count"/> lines, oldest first.</returns>
    public IReadOnlyList<string> Last(int count)
    {
        lock (_guard)
        {
            return [.. _lines.Skip(Math.Max(0, _lines.Count - count))];
        }
    }

    private void Append(byte b)
    {
        switch (b)
        {
            case (byte)'\n':
                EndLine();
                break;
            case (byte)'\r':
                break;
            default:
                if (_line.Count < MaxLineBytes)
                {
                    _line.Add(b);
                }

                break;
        }
    }

    private void EndLine()
    {
        if (_line.Count == 0)
        {
            return;
        }

        var line = Encoding.UTF8.GetString([.. _line]);
        _line.Clear();

        // The guard reports once, before the server has had time to write. If the server's text precedes it on the line, that is kept.
        var report = line.IndexOf(GuardReport.Prefix, StringComparison.Ordinal);
        if (report >= 0 && ServerStarted is { } started && GuardReport.TryParse(line.AsSpan(report), out var serverId))
        {
            ServerStarted = null;
            started(serverId);
            line = line[..report];
            if (line.Length == 0)
            {
                return;
            }
        }

        line = Colours().Replace(line, "");
        _isInGoTrace = IsGoTrace(line) || (_isInGoTrace && IsGoFrame(line));
        if (line.Length == 0 || _isInGoTrace || IsStackFrame(line))
        {
            return;
        }

        lock (_guard)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }

    // V8, the JVM and .NET print them below an error. Ten of them would push out the error itself.
    private static bool IsStackFrame(string line) => char.IsWhiteSpace(line[0]) && line.AsSpan().TrimStart().StartsWith("at ", StringComparison.Ordinal);

    // "goroutine 1 [running]:", and below it two lines for each frame: "main.run(0x1, ...)" and "<tab>/src/main.go:6 +0x1b".
    private static bool IsGoTrace(string line) => line.StartsWith("goroutine ", StringComparison.Ordinal) && line.EndsWith("]:", StringComparison.Ordinal);

    private static bool IsGoFrame(string line) => line is ['\t', ..]
        ? line.Contains(".go:", StringComparison.Ordinal)
        : line.StartsWith("created by ", StringComparison.Ordinal)
            || (line is [.., ')'] && line.IndexOf('(', StringComparison.Ordinal) is > 0 and var arguments && !line.AsSpan(0, arguments).Contains(' '));

    [GeneratedRegex(@"\x1b\[[0-9;:]*m", RegexOptions.CultureInvariant)]
    private static partial Regex Colours();
}
