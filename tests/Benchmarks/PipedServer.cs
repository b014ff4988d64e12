using System.Diagnostics;
using System.Text;

namespace Benchmarks;

/// <summary>A server, spoken to over its pipes by hand: what is left when everything between caller and server is taken away.</summary>
internal sealed class PipedServer : IDisposable
{
    // The capabilities that a host declares too: a server may do more at its start for a client that has them.
    private const string Opening = """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"elicitation":{"form":{},"url":{}}},"clientInfo":{"name":"benchmark","version":"1"}}}
        """;

    private readonly Process _process;
    private int _lastId;

    public PipedServer(string[] command)
    {
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.BeginErrorReadLine();
        Send(Opening);
        ReadAnswer();
        Send("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
    }

    /// <summary>From its start to its first answer to a call.</summary>
    public static TimeSpan FirstAnswer(string[] command)
    {
        var started = Stopwatch.GetTimestamp();
        using var server = new PipedServer(command);
        server.Call(1, 1);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Makes calls of <c>echo</c>, so many at once.</summary>
    public void Call(int count, int parallel)
    {
        for (var (sent, answered) = (0, 0); answered < count;)
        {
            for (; sent < count && sent - answered < parallel; sent++)
            {
                Send($$$$"""{"jsonrpc":"2.0","id":{{{{++_lastId}}}},"method":"tools/call","params":{"name":"echo","arguments":{"message":"hi"}}}""");
            }

            ReadAnswer();
            answered++;
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Send(string line)
    {
        _process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _process.StandardInput.BaseStream.Flush();
    }

    private void ReadAnswer()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains("\"result\":", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new IOException("The server ended.");
    }
}
