using System.Diagnostics;
using System.IO.Pipes;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Links.Stdio;

/// <summary>
/// Waits for a pipe's next bytes without sleeping, for a moment: to be woken takes longer than a quick server needs for a call.
/// Only worth it while calls wait for one another, where there is a processor for it, and for a server that is quick.
/// </summary>
/// <param name="stream">Read by nobody else meanwhile.</param>
internal sealed class ActiveWait(Stream stream)
{
    // What a server needs at most for which a waking, of 30 to 50 µs, still counts.
    private static readonly TimeSpan Longest = TimeSpan.FromMicroseconds(200);

    // The same with two wakings. A slower server is slept for, until it is quick again.
    private static readonly TimeSpan LongestOfQuick = TimeSpan.FromMicroseconds(500);

    private readonly int _descriptor =
        Environment.ProcessorCount > 1 && stream is PipeStream { SafePipeHandle: var handle } ? (int)handle.DangerousGetHandle() : -1;

    private bool _isQuick = true;

    /// <summary>Waits, and then reads as the stream does.</summary>
    /// <param name="buffer">Gets the bytes.</param>
    /// <param name="isWorthwhile">Whether to stay awake.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>How many bytes were read; 0 at the end.</returns>
    /// <exception cref="IOException">The stream broke.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, bool isWorthwhile, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        if (!OperatingSystem.IsWindows() && isWorthwhile && _isQuick && _descriptor >= 0)
        {
            while (!Libc.WaitUntilReadable(_descriptor, milliseconds: 0) && Stopwatch.GetElapsedTime(began) < Longest)
            {
                Thread.SpinWait(20);
            }
        }

        var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _isQuick = Stopwatch.GetElapsedTime(began) < LongestOfQuick;
        return read;
    }
}
