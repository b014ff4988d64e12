using System.ComponentModel;

namespace McpSkillGen.Runtime.Native;

/// <summary>
/// A process that we started, with a pipe to each of its three streams. Nothing is read, and no thread started, until
/// somebody asks for it: a server waits for every millisecond that its host needs to get there.
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
    /// <returns>Null when the output ended before.</returns>
    /// <exception cref="TimeoutException">There was none within <paramref name="patience"/>.</exception>
    public abstract string? ReadFirstLine(TimeSpan patience);

    /// <summary>Asks it to end, where the system has a way to ask.</summary>
    public abstract void Terminate();

    /// <summary>Ends it at once.</summary>
    public abstract void Kill();

    /// <summary>Has the system forget it when it ends; nobody waits for it any more.</summary>
    public abstract void Release();

    /// <summary>Blocks until it has ended. Safe from one thread after another, not from two at once.</summary>
    /// <returns>Its exit code, or 128 and the signal's number.</returns>
    public abstract int WaitForExit();

    /// <summary>Closes our ends of the pipes. The process goes on.</summary>
    public abstract void Dispose();
}

/// <param name="File">A path, or a name that is looked for on the PATH.</param>
/// <param name="Arguments">Without the program's own name.</param>
/// <param name="WorkingDirectory">Where Windows starts it. There is no portable way elsewhere: what we start changes there by itself.</param>
internal sealed record ChildCommand(string File, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>Its variables; null for our own as they are now.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Whether its input and output can be written and read without a thread that blocks. It costs a thread that waits for all of them.</summary>
    public bool HasAsynchronousPipes { get; init; }

    /// <summary>Signals that wait until it lets them through: it is not ready for them before. Unix only.</summary>
    public IReadOnlyList<int> HeldSignals { get; init; } = [];
}
