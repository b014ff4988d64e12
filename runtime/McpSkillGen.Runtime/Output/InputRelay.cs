using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Output;

/// <summary>Passes on what is typed to a process that works for this one.</summary>
internal static class InputRelay
{
    private const int StackLength = 256 * 1024;

    /// <summary>Whether a person types to this process. A process in the background would be stopped if it read.</summary>
    public static bool HasTypist =>
        StandardStreams.HasPerson && (OperatingSystem.IsWindows() || Libc.GetForegroundGroup(0) == Libc.GetProcessGroup());

    /// <summary>Passes standard input on until it ends, and leaves <paramref name="to"/> open: its end would mean that this process has gone.</summary>
    public static void Start(Stream to) =>
        new Thread(() => Pass(to), StackLength) { IsBackground = true, Name = "standard input" }.Start();

    private static void Pass(Stream to)
    {
        try
        {
            using var input = StandardStreams.OpenInput();
            var buffer = new byte[1024];
            while (input.Read(buffer) is var read and > 0)
            {
                to.Write(buffer, 0, read);
                to.Flush();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Standard input is closed, or the process has ended and reads no more.
        }
    }
}
