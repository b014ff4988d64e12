using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace McpSkillGen.Runtime.Native;

/// <summary>A child process that the C library starts.</summary>
/// <remarks>
/// Not <see cref="System.Diagnostics.Process"/>: its first use sets up terminal, signals and a thread, which takes longer
/// than the start of the process itself.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixChild : ChildProcess
{
    private const int SignalKill = 9;
    private const int SignalTerminate = 15;
    private const int LongestLine = 1 << 20;
    private const int ThreadStackLength = 256 * 1024;

    private readonly Lock _ending = new();
    private readonly int _output;
    private int? _exitCode;

    private UnixChild(int id, int input, int output, int error, bool isAsynchronous)
    {
        (Id, _output) = (id, output);
        Input = isAsynchronous ? Open(PipeDirection.Out, input) : new DescriptorStream(input);
        Output = isAsynchronous ? Open(PipeDirection.In, output) : new DescriptorStream(output);
        Error = new DescriptorStream(error);
    }

    public override int Id { get; }

    public override Stream Input { get; }

    public override Stream Output { get; }

    public override Stream Error { get; }

    public static new UnixChild Start(ChildCommand command)
    {
        Span<int> pipes = stackalloc int[6];
        pipes.Fill(-1);
        try
        {
            for (var i = 0; i < pipes.Length; i += 2)
            {
                if (Spawning.OpenPipe(pipes[i..]) != 0)
                {
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                }
            }

            var id = Spawning.Start(command.File, command.Arguments, command.Environment, [pipes[0], pipes[3], pipes[5]], command.HeldSignals);
            if (id < 0)
            {
                throw new Win32Exception(-id);
            }

            var child = new UnixChild(id, pipes[1], pipes[2], pipes[4], command.HasAsynchronousPipes);
            (pipes[1], pipes[2], pipes[4]) = (-1, -1, -1);
            return child;
        }
        finally
        {
            foreach (var descriptor in pipes)
            {
                if (descriptor >= 0)
                {
                    _ = Libc.Close(descriptor);
                }
            }
        }
    }

    public override string? ReadFirstLine(TimeSpan patience)
    {
        var deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        var line = new List<byte>(64);
        Span<byte> next = stackalloc byte[1];
        while (line.Count < LongestLine)
        {
            if (!Libc.WaitUntilReadable(_output, (int)Math.Max(0, deadline - Environment.TickCount64)))
            {
                throw new TimeoutException();
            }

            if (Output.Read(next) == 0)
            {
                return line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]);
            }

            if (next[0] == (byte)'\n')
            {
                break;
            }

            line.Add(next[0]);
        }

        return Encoding.UTF8.GetString([.. line]);
    }

    public override void Terminate() => Signal(SignalTerminate);

    public override void Kill() => Signal(SignalKill);

    public override void Release() => new Thread(() => WaitForExit(), ThreadStackLength) { IsBackground = true, Name = "child's end" }.Start();

    public override int WaitForExit()
    {
        if (_exitCode is { } known)
        {
            return known;
        }

        Spawning.WaitUntilEnded(Id);
        lock (_ending)
        {
            _exitCode ??= Spawning.Reap(Id);
            return _exitCode.Value;
        }
    }

    public override void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    private void Signal(int signal)
    {
        // Not after it was waited for: another process may have the number by then.
        lock (_ending)
        {
            if (_exitCode is null)
            {
                _ = Libc.Kill(Id, signal);
            }
        }
    }

    private static AnonymousPipeClientStream Open(PipeDirection direction, int descriptor) => new(direction, new SafePipeHandle(descriptor, ownsHandle: true));
}
