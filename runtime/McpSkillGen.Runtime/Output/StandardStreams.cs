using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Text;
using Microsoft.Win32.SafeHandles;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// The process's three streams, unbuffered and without <see cref="Console"/>, which would start a thread and cost a
/// millisecond in every call.
/// </summary>
internal static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    // From here on a second call of the system costs less than a copy.
    private const int LargeText = 64 * 1024;

    // RandomAccess and buffered streams fail on pipes; an unbuffered FileStream over the descriptor does not.
    public static Stream OpenInput() =>
        OperatingSystem.IsWindows() ? Console.OpenStandardInput() : OpenDescriptor(Input, FileAccess.Read);

    /// <summary>Standard output as a stream, for a pipe only: in a file, a FileStream would write at its own offset.</summary>
    public static Stream OpenOutput() =>
        OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : OpenDescriptor(Output, FileAccess.Write);

    /// <summary>Whether a person can be asked: standard input and standard error are terminals.</summary>
    public static bool HasPerson => OperatingSystem.IsWindows()
        ? !Console.IsInputRedirected && !Console.IsErrorRedirected
        : Libc.IsTerminal(Input) != 0 && Libc.IsTerminal(Error) != 0;

    private static bool OutputIsTerminal => OperatingSystem.IsWindows() ? !Console.IsOutputRedirected : Libc.IsTerminal(Output) != 0;

    /// <summary>Whether standard error is a terminal.</summary>
    public static bool ErrorIsTerminal => OperatingSystem.IsWindows() ? !Console.IsErrorRedirected : Libc.IsTerminal(Error) != 0;

    /// <summary>
    /// Writes one result to standard output: the bytes as they are, but on a terminal with what they hide shown. It is not an error
    /// if the reader has gone (<c>| head</c>).
    /// </summary>
    /// <exception cref="SkillException">It cannot be written: the disk is full, or standard output is closed.</exception>
    public static void Write(ReadOnlySpan<byte> bytes)
    {
        // Most results have nothing to hide, and then it does not matter where they go.
        var shown = VisibleText.IsPlain(bytes) || !OutputIsTerminal ? bytes : VisibleText.OfLines(bytes);
        if (WriteAll(Output, shown) is { } reason)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The result could not be written to standard output: {reason}.");
        }
    }

    /// <summary>Writes one result as <see cref="Write"/> does, and ends its last line.</summary>
    /// <exception cref="SkillException">It cannot be written: the disk is full, or standard output is closed.</exception>
    public static void WriteLines(ReadOnlySpan<byte> text)
    {
        var end = MissingLineEnd(text);
        if (text.Length < LargeText && !end.IsEmpty)
        {
            Write([.. text, .. end]);
            return;
        }

        Write(text);
        if (!end.IsEmpty)
        {
            Write(end);
        }
    }

    /// <summary>What ends the last line of a text; nothing if it is ended.</summary>
    public static ReadOnlySpan<byte> MissingLineEnd(ReadOnlySpan<byte> text) => text is [.., (byte)'\n'] ? [] : "\n"u8;

    /// <summary>Waits until nobody reads standard output.</summary>
    /// <returns>False if somebody still does after <paramref name="patience"/>, or if that cannot be known.</returns>
    public static bool WaitUntilUnread(TimeSpan patience)
    {
        if (!OperatingSystem.IsWindows())
        {
            return Libc.WaitUntilUnread(Output, patience);
        }

        Thread.Sleep(patience);
        return false;
    }

    /// <summary>Writes one message to standard error, which gets everything but the result. What quoted text hides is shown.</summary>
    public static void WriteErrorLine(string line) => WriteError(VisibleText.OfLines(line) + "\n");

    /// <summary>
    /// Writes the words of a tool that failed to standard error: as they are, but on a terminal with what they hide shown, and with
    /// all but the first line indented, so that none passes for a message of ours.
    /// </summary>
    public static void WriteToolError(string words) =>
        WriteError((ErrorIsTerminal ? VisibleText.OfLines(words).Replace("\n", "\n  ", StringComparison.Ordinal) : words) + "\n");

    /// <summary>Writes text as it is: a question, or a line that will be written over.</summary>
    public static void WriteError(string text) =>
        // If standard error fails too, nobody can be told.
        _ = WriteAll(Error, Encoding.UTF8.GetBytes(text));

    /// <returns>Why it could not be written; null if it was, or if nobody reads.</returns>
    private static string? WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (!OperatingSystem.IsWindows())
        {
            return WriteToDescriptor(descriptor, bytes);
        }

        try
        {
            using var stream = descriptor == Output ? Console.OpenStandardOutput() : Console.OpenStandardError();
            stream.Write(bytes);
            return null;
        }
        catch (IOException e)
        {
            const int NoData = unchecked((int)0x800700E8);
            const int BrokenPipe = unchecked((int)0x8007006D);
            return e.HResult is NoData or BrokenPipe ? null : e.Message;
        }
    }

    // write(2) itself: a FileStream writes a file at its own offset and would overwrite what another process that shares the
    // descriptor (a script with redirected output) has written.
    [UnsupportedOSPlatform("windows")]
    internal static unsafe string? WriteToDescriptor(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint written = 0; written < bytes.Length;)
            {
                var count = Libc.Write(descriptor, start + written, bytes.Length - written);
                if (count >= 0)
                {
                    written += count;
                    continue;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.ErrnoInterrupted:
                        break;
                    case Libc.ErrnoAgain or Libc.ErrnoAgainBsd:
                        // The pipe is non-blocking: wait until it takes more.
                        Libc.WaitUntilWritable(descriptor);
                        break;
                    case Libc.ErrnoBrokenPipe:
                        return null;
                    case var error:
                        return Marshal.GetPInvokeErrorMessage(error);
                }
            }
        }

        return null;
    }

    private static FileStream OpenDescriptor(int descriptor, FileAccess access) =>
        new(new SafeFileHandle(descriptor, ownsHandle: false), access, bufferSize: 0);
}
