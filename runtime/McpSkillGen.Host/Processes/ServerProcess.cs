using System.ComponentModel;
using System.Diagnostics;
using McpSkillGen.Host.Logging;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// One run of a server's process, with its three streams. On Unix it runs under a guard, which sees to it that nothing of
/// it survives us; see <see cref="GuardCommand"/>.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // A server that follows the specification ends when its standard input does; it may have files to write first.
    private static readonly TimeSpan EndOfInputGrace = TimeSpan.FromSeconds(2);

    // The guard's own grace between SIGTERM and SIGKILL, and a little for the killing.
    private static readonly TimeSpan TerminationGrace = GuardCommand.Grace + TimeSpan.FromSeconds(1);

    private const int SignalTerminate = 15;

    private readonly Process _process;
    private readonly Leftovers _leftovers;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stderrEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, string command, Leftovers leftovers)
    {
        (_process, Command, _leftovers) = (process, command, leftovers);
        Id = process.Id;
        Input = process.StandardInput.BaseStream;
        Output = process.StandardOutput.BaseStream;
        process.Exited += (_, _) => _exited.TrySetResult(process.ExitCode);
        process.EnableRaisingEvents = true;
        _leftovers.Add(process.Id);
        Stderr.ServerStarted += id =>
        {
            Id = id;
            _leftovers.Add(id);
        };
        new Thread(DrainStderr) { IsBackground = true, Name = "server stderr" }.Start();
    }

    /// <summary>The command's name, for people.</summary>
    public string Command { get; }

    /// <summary>The server's process id; its guard's for the moment before the guard has told it.</summary>
    public int Id { get; private set; }

    /// <summary>What the server reads.</summary>
    public Stream Input { get; }

    /// <summary>What the server writes.</summary>
    public Stream Output { get; }

    public StderrTail Stderr { get; } = new();

    /// <summary>The exit code, once nothing of the server runs any more; 128 and the signal's number when it was killed.</summary>
    public Task<int> Exited => _exited.Task;

    /// <param name="launch">What to start.</param>
    /// <param name="spawning">Starts it.</param>
    /// <param name="leftovers">Ends what an earlier one left behind first, and what this one leaves behind.</param>
    /// <param name="log">Hears of it.</param>
    /// <exception cref="SkillException">There is no such command or folder, or it cannot be started.</exception>
    public static async Task<ServerProcess> StartAsync(ServerLaunch.Process launch, SpawningThread spawning, Leftovers leftovers, HostLog log)
    {
        if (!Directory.Exists(launch.WorkingDirectory))
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The server's working directory '{launch.WorkingDirectory}' does not exist. Correct \"cwd\" in the config, or create it.");
        }

        var environment = ServerEnvironment.Compose(Environment.GetEnvironmentVariables(), launch.Environment);
        var program = CommandResolver.Resolve(launch.Command, launch.WorkingDirectory, environment);
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(program, launch.Arguments) : UnderGuard(program, launch.Arguments);
        start.WorkingDirectory = launch.WorkingDirectory;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.CreateNoWindow = true;
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        if (await leftovers.BeginLaunchAsync().ConfigureAwait(false) is var (variable, mark))
        {
            start.Environment[variable] = mark;
        }

        try
        {
            var server = new ServerProcess(await spawning.StartAsync(start).ConfigureAwait(false), launch.Command, leftovers);
            log.Write($"Started the server's command '{launch.Command}'.");
            return server;
        }
        catch (Win32Exception e)
        {
            throw new SkillException(ExitCode.Unreachable, $"The server's command '{program}' could not be started: {e.Message}.", e);
        }
    }

    /// <summary>Waits for the exit code and the last words of a server whose end was noticed.</summary>
    /// <returns>Null when it has not ended within <paramref name="budget"/>.</returns>
    public async Task<int?> ExitWithinAsync(TimeSpan budget)
    {
        try
        {
            await Task.WhenAll(_exited.Task, _stderrEnded.Task).WaitAsync(budget).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }

        return _exited.Task.IsCompletedSuccessfully ? _exited.Task.Result : null;
    }

    /// <summary>Ends the server in order: end of input, then SIGTERM, then SIGKILL, each with its grace.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseInputAsync().ConfigureAwait(false);
        if (!await HasExitedWithin(EndOfInputGrace).ConfigureAwait(false))
        {
            Terminate();
            if (!await HasExitedWithin(TerminationGrace).ConfigureAwait(false))
            {
                Kill();
                await HasExitedWithin(TerminationGrace).ConfigureAwait(false);
            }
        }

        await Output.DisposeAsync().ConfigureAwait(false);
        _process.Dispose();

        // The guard has ended, and should have ended everything; unless it was killed by hand.
        await _leftovers.EndLaunchAsync().ConfigureAwait(false);
    }

    private static ProcessStartInfo UnderGuard(string program, IEnumerable<string> arguments)
    {
        var (self, prefix) = SelfProgram.Locate();
        return new ProcessStartInfo(self, [.. prefix, .. GuardCommand.Arguments(Environment.ProcessId), program, .. arguments]);
    }

    private void DrainStderr()
    {
        Stderr.Drain(_process.StandardError.BaseStream);
        _stderrEnded.TrySetResult();
    }

    private async Task CloseInputAsync()
    {
        try
        {
            await Input.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    private async Task<bool> HasExitedWithin(TimeSpan budget)
    {
        try
        {
            await _exited.Task.WaitAsync(budget).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Terminate()
    {
        if (OperatingSystem.IsWindows())
        {
            Kill();
        }
        else if (!_process.HasExited)
        {
            // To the guard, which passes it on to the whole group and kills what does not listen.
            _ = Libc.Kill(_process.Id, SignalTerminate);
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // Gone in between.
        }
    }
}
