using System.Text;

namespace EndToEnd.Tests.FastPath;

/// <summary>One system call of a program, as its thread made it.</summary>
/// <param name="Kind">What it is for; the call's number where it is for nothing that is counted.</param>
/// <param name="Path">The file it names, if it names one.</param>
internal readonly record struct SystemCall(string Kind, string? Path)
{
    public override string ToString() => Path is null ? Kind : $"{Kind} {Path}";
}

/// <summary>
/// Every system call that a program makes, from its <c>exec</c> to its end, in all of its threads: the kernel tells it
/// through <c>ptrace</c>, and no other tool is needed.
/// </summary>
internal static unsafe class SystemCallTrace
{
    private const int StopSignalWithSystemCall = 5 | 0x80;
    private const int TrapSignal = 5;

    /// <summary>Runs the program, with its output thrown away.</summary>
    /// <returns>Null when the system does not let us trace.</returns>
    public static IReadOnlyList<SystemCall>? Of(string program, string[] arguments, IReadOnlyDictionary<string, string?> variables)
    {
        IReadOnlyList<SystemCall>? calls = null;
        Exception? trouble = null;

        // The kernel tells only the thread that began the tracing, and "all my children" must mean the traced ones only.
        var tracer = new Thread(() =>
        {
            try
            {
                calls = Trace(program, arguments, variables);
            }
            catch (Exception e)
            {
                trouble = e;
            }
        });
        tracer.Start();
        tracer.Join();
        return trouble is null ? calls : throw new InvalidOperationException($"'{program}' could not be traced.", trouble);
    }

    private static List<SystemCall>? Trace(string program, string[] arguments, IReadOnlyDictionary<string, string?> variables)
    {
        // The shell waits until we look, and then becomes the program.
        using var environment = NativeProcess.TextBlock.Environment(variables);
        var root = NativeProcess.Start(["/bin/sh", "-c", "kill -STOP $$; exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments], environment);
        Ptrace.WaitUntilStopped(root);
        if (!Ptrace.TrySeize(root))
        {
            Ptrace.Kill(root);
            return null;
        }

        var calls = new List<SystemCall>();
        var isExecuted = false;
        Ptrace.Continue(root);
        while (Ptrace.Wait(out var thread, out var status))
        {
            if (Ptrace.HasEnded(status))
            {
                if (thread == root)
                {
                    Assert.True(status == 0, $"'{program} {string.Join(' ', arguments)}' ended with wait status {status}.");
                    return calls;
                }

                continue;
            }

            var signal = 0;
            switch (Ptrace.StopSignal(status), Ptrace.Event(status))
            {
                case (TrapSignal, Ptrace.EventExec):
                    isExecuted = true;
                    break;
                case (StopSignalWithSystemCall, _) when isExecuted && Ptrace.TryReadEntry(thread, out var number, out var values):
                    calls.Add(new SystemCall(
                        SystemCallKind.Of(number),
                        SystemCallKind.PathArgument(number) is { } index ? ReadText(thread, values[index]) : null));
                    break;
                case (StopSignalWithSystemCall, _) or (_, not 0):
                    break;
                case (var received, _):
                    signal = received;
                    break;
            }

            Ptrace.Resume(thread, signal);
        }

        throw new InvalidOperationException("The traced program vanished.");
    }

    private static string ReadText(int thread, ulong address)
    {
        using var memory = File.OpenRead($"/proc/{thread}/mem");
        memory.Position = (long)address;
        var bytes = new List<byte>();
        while (memory.ReadByte() is var next and > 0)
        {
            bytes.Add((byte)next);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
