using System.ComponentModel;
using System.Runtime.Versioning;
using McpSkillGen.Host.Logging;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// One run of a server's process, with its three streams. On Unix it runs under a <see cref="Guard"/>, which ensures that
/// nothing of it survives this host.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // A server that follows the specification ends when its standard input ends. It may have files to write first.
    private static readonly TimeSpan EndOfInputGrace = TimeSpan.FromSeconds(2);

    // The guard's own grace between SIGTERM and SIGKILL, and a little more.
    private static readonly TimeSpan TerminationGrace = Guard.Grace + TimeSpan.FromSeconds(1);

    private const int ThreadStackLength = 256 * 1024;

    private readonly ChildProcess _process;
    private readonly Leftovers _leftovers;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stderrEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ChildProcess process, string command, Leftovers leftovers)
    {
        (_process, Command, _leftovers) = (process, command, leftovers);
        Id = process.Id;
        _leftovers.Add(process.Id);
        Stderr.ServerStarted += id =>
        {
            Id = id;
            _leftovers.Add(id);
        };
        new Thread(DrainStderr, ThreadStackLength) { IsBackground = true, Name = "server stderr" }.Start();
        new Thread(WaitForExit, ThreadStackLength) { IsBackground = true, Name = "server end" }.Start();
    }

    /// <summary>The command's name, for people.</summary>
    public string Command { get; }

    /// <summary>The server's process id; its guard's until the guard has reported it.</summary>
    public int Id { get; private set; }

    /// <summary>What the server reads.</summary>
    public Stream Input => _process.Input;

    /// <summary>What the server writes.</summary>
    public Stream Output => _process.Output;

    public StderrTail Stderr { get; } = new();

    /// <summary>The exit code, as soon as nothing of the server runs any more; 128 plus the signal's number if it was killed.</summary>
    public Task<int> Exited => _exited.Task;

    /// <param name="launch">What to start.</param>
    /// <param name="start">Starts its guard, or on Windows the server itself.</param>
    /// <param name="leftovers">Ends what an earlier process left behind, and later what this one leaves behind.</param>
    /// <param name="log">Gets a line about it.</param>
    /// <exception cref="SkillException">There is no such command or folder, or it cannot be started.</exception>
    public static async Task<ServerProcess> StartAsync(
        ServerLaunch.Process launch, Func<ChildCommand, Task<ChildProcess>> start, Leftovers leftovers, HostLog log)
    {
        if (!Directory.Exists(launch.WorkingDirectory))
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The server's working directory '{launch.WorkingDirectory}' does not exist. Correct \"cwd\" in the config, or create it.");
        }

        var environment = ServerEnvironment.Compose(Environment.GetEnvironmentVariables(), launch.Environment);
        var program = CommandResolver.Resolve(launch.Command, launch.WorkingDirectory, environment);
        if (await leftovers.BeginLaunchAsync().ConfigureAwait(false) is var (variable, mark))
        {
            environment[variable] = mark;
        }

        var command = OperatingSystem.IsWindows()
            ? OnWindows(program, launch)
            : UnderGuard(program, launch, environment);
        try
        {
            var server = new ServerProcess(
                await start(command with { Environment = environment, HasAsynchronousPipes = true }).ConfigureAwait(false),
                launch.Command,
                leftovers);
            log.Write($"Started the server's command '{launch.Command}'.");
            return server;
        }
        catch (Win32Exception e)
        {
            throw new SkillException(ExitCode.Unreachable, $"The server's command '{program}' could not be started: {e.Message}.", e);
        }
    }

    /// <summary>Waits for the exit code and the last lines of a server whose end was noticed.</summary>
    /// <returns>Null if it has not ended within <paramref name="budget"/>.</returns>
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

    /// <summary>Ends the server step by step: end of input, then SIGTERM, then SIGKILL, each with its grace.</summary>
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

        // The guard has ended, and should have ended everything, unless somebody killed it.
        await _leftovers.EndLaunchAsync().ConfigureAwait(false);
    }

    private static ChildCommand OnWindows(string program, ServerLaunch.Process launch) => BatchFile.Is(program)
        ? new ChildCommand(Path.Combine(Environment.SystemDirectory, "cmd.exe"), [], launch.WorkingDirectory)
        {
            CommandLine = BatchFile.CommandLine(program, launch.Arguments),
        }
        : new ChildCommand(program, launch.Arguments, launch.WorkingDirectory);

    [UnsupportedOSPlatform("windows")]
    private static ChildCommand UnderGuard(string program, ServerLaunch.Process launch, Dictionary<string, string> environment)
    {
        GuardedCommand.AddTo(environment, program, launch.Arguments);
        var (self, prefix) = SelfProgram.Locate();
        var folder = launch.WorkingDirectory;
        return new ChildCommand(self, [.. prefix, .. Guard.Arguments(Environment.ProcessId, folder)], folder)
        {
            HeldSignals = Guard.HeldSignals,
        };
    }

    private void WaitForExit() => _exited.TrySetResult(_process.WaitForExit());

    private void DrainStderr()
    {
        Stderr.Drain(_process.Error);
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
        else
        {
            // To the guard, which passes it on to the whole group and kills what does not react.
            _process.Terminate();
        }
    }

    private void Kill()
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // A guard that hangs would not do it.
                foreach (var descendant in ProcessTree.DescendantsOf(_process.Id))
                {
                    _ = Libc.Kill(descendant, ProcessCalls.SignalKill);
                }
            }

            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has just ended.
        }
    }
}
