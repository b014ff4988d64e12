using System.ComponentModel;

namespace McpSkillGen.Runtime.Native;

/// <summary>
/// A process that we started, with a pipe to each of its three streams. Nothing is read and no thread is
/// started before it is needed: every millisecond delays the server.
/// </summary>
internal abstract class ChildProcess : IDisposable
{
    public abstract int Id { get; }

    /// <summary>What it reads.</summary>
    public abstract Stream Input { get; }

    /// <summary>What it writes.</summary>
    public abstract Stream Output { get; }

    /// <summary>What it writes to standard error.</summary>
    public abstract Stream Error { get; }

    /// <exception cref="Win32Exception">The system could not start it.</exception>
    public static ChildProcess Start(ChildCommand command) =>
        OperatingSystem.IsWindows() ? new SystemChild(command) : UnixChild.Start(command);

    /// <summary>Reads the first line of its output, blocking; whatever follows it is lost.</summary>
    /// <returns>Null if the output ended before.</returns>
    /// <exception cref="TimeoutException">There was none within <paramref name="patience"/>.</exception>
    public abstract string? ReadFirstLine(TimeSpan patience);

    /// <summary>Asks it to end, if the system can do that.</summary>
    public abstract void Terminate();

    /// <summary>Ends it at once.</summary>
    public abstract void Kill();

    /// <summary>Lets the system clean up when it ends; nobody waits for it any more.</summary>
    public abstract void Release();

    /// <summary>Blocks until it has ended. May be called from any thread, but not from two at once.</summary>
    /// <returns>Its exit code, or 128 and the signal's number.</returns>
    public abstract int WaitForExit();

    /// <summary>Closes our ends of the pipes. The process goes on.</summary>
    public abstract void Dispose();
}

/// <param name="File">A path, or a name on the PATH.</param>
/// <param name="Arguments">Without the program's own name.</param>
/// <param name="WorkingDirectory">Where Windows starts it. Elsewhere there is no portable way, so the child changes its folder itself.</param>
internal sealed record ChildCommand(string File, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>The arguments as one line that is passed as it is, for a program with quoting rules of its own; else null. Windows only.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Its variables; null for our own.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Whether its input and output are asynchronous. That needs one thread which waits for all of them.</summary>
    public bool HasAsynchronousPipes { get; init; }

    /// <summary>Signals that stay blocked until it is ready for them. Unix only.</summary>
    public IReadOnlyList<int> HeldSignals { get; init; } = [];
}
