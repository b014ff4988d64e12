using System.Text;
using Microsoft.Win32.SafeHandles;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// The process's three streams, unbuffered and without <see cref="Console"/>, which would start a thread and cost a
/// millisecond of every call.
/// </summary>
internal static class StandardStreams
{
    public static Stream OpenInput() => Open(0, FileAccess.Read);

    public static Stream OpenOutput() => Open(1, FileAccess.Write);

    /// <summary>Writes one result to standard output. A reader that has gone (<c>| head</c>) is no failure of ours.</summary>
    public static void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var output = OpenOutput();
            output.Write(bytes);
        }
        catch (IOException e) when (IsClosedPipe(e))
        {
        }
    }

    /// <summary>Writes one line to standard error, where everything goes that is not the result.</summary>
    public static void WriteErrorLine(string line)
    {
        try
        {
            using var error = Open(2, FileAccess.Write);
            error.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Standard error is closed: there is nobody left to tell.
        }
    }

    private static Stream Open(int descriptor, FileAccess access)
    {
        if (OperatingSystem.IsWindows())
        {
            return descriptor switch
            {
                0 => Console.OpenStandardInput(),
                1 => Console.OpenStandardOutput(),
                _ => Console.OpenStandardError(),
            };
        }

        // RandomAccess and buffered streams fail on pipes; an unbuffered FileStream over the descriptor does not.
        return new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), access, bufferSize: 0);
    }

    private static bool IsClosedPipe(IOException e)
    {
        const int BrokenPipe = 32;
        return e.HResult is BrokenPipe || e.HResult == unchecked((int)0x8007006D);
    }
}
