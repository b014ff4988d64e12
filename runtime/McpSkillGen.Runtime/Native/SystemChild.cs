using System.Diagnostics;

namespace McpSkillGen.Runtime.Native;

/// <summary>A child process that .NET starts: for Windows.</summary>
internal sealed class SystemChild : ChildProcess
{
    private readonly Process _process;

    public SystemChild(ChildCommand command)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        if (command.CommandLine is { } line)
        {
            start.Arguments = line;
        }

        if (command.Environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in command.Environment)
            {
                start.Environment[name] = value;
            }
        }

        if (OperatingSystem.IsWindows())
        {
            WindowsHandles.KeepStandardOnesFromChildren();
        }

        _process = Process.Start(start)!;
        Id = _process.Id;
    }

    public override int Id { get; }

    public override Stream Input => _process.StandardInput.BaseStream;

    public override Stream Output => _process.StandardOutput.BaseStream;

    public override Stream Error => _process.StandardError.BaseStream;

    public override string? ReadFirstLine(TimeSpan patience)
    {
        var line = _process.StandardOutput.ReadLineAsync();
        return line.Wait(patience) ? line.Result : throw new TimeoutException();
    }

    public override void Terminate() => Kill();

    public override void Kill() => _process.Kill(entireProcessTree: true);

    public override void Release()
    {
    }

    public override int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public override void Dispose() => _process.Dispose();
}
