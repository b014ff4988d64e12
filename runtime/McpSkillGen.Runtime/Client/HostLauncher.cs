using System.ComponentModel;
using System.Text;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Client;

/// <summary>Starts hosts: one that stays, or one for a single call.</summary>
internal static class HostLauncher
{
    /// <summary>What the host's first line on standard output begins with.</summary>
    public const string ReadyLine = "READY";

    /// <inheritdoc cref="ReadyLine"/>
    public const string FailedPrefix = "FAILED ";

    /// <summary>The same, if the host cannot listen on a socket: it can still run as a child process.</summary>
    public const string NoSocketPrefix = "NOSOCKET ";

    // A stopping host may use its grace periods (to stop the server and release the lock) before the new one is ready.
    private static readonly TimeSpan StartBudget = TimeSpan.FromSeconds(30);

    private const int SignalKill = 9;
    private const int SignalTerminate = 15;

    /// <summary>
    /// Makes sure that a host listens: starts one unless another client just did, and returns when it is bound. Clients that
    /// arrive together wait here for one another; only the first one starts a host.
    /// </summary>
    /// <returns>A connection if another client's host was found. Null if ours can be connected to, or was killed before it was
    /// ready.</returns>
    /// <exception cref="SkillException">The host could not start; the message is its own. Or not in time; it goes on starting then.</exception>
    /// <exception cref="IOException">The host cannot listen on a socket; the message says why.</exception>
    public static HostConnection? StartOrFind(SkillEnvironment environment, Deadline deadline)
    {
        UserDirectory.Runtime.Prepare(environment.RuntimeDirectory, environment.Instance.Folder);
        using var starting = deadline.Left is { } left
            ? FileLock.TakeWithin(environment.Instance.StartLock, left) ?? throw NotInTime(environment, deadline)
            : FileLock.TakeBlocking(environment.Instance.StartLock);
        if (HostConnector.Connect(environment.RuntimeDirectory, environment.Instance) is ConnectOutcome.Ready found)
        {
            return found.Connection;
        }

        using var host = Spawn(environment);
        host.Input.Dispose();
        switch (FirstLineOf(host, environment, deadline))
        {
            case ReadyLine:
                host.Release();
                return null;
            case null when WasKilled(host):
                return null;
            case { } line when line.StartsWith(FailedPrefix, StringComparison.Ordinal):
                throw ToException(line[FailedPrefix.Length..]);
            case { } line when line.StartsWith(NoSocketPrefix, StringComparison.Ordinal):
                throw new IOException(ToException(line[NoSocketPrefix.Length..]).Message);
            default:
                throw new SkillException(ExitCode.Unreachable, Unexplained(host, environment));
        }
    }

    /// <summary>Starts a host as a child process, which uses its pipes and ends with us.</summary>
    /// <exception cref="SkillException">The host could not start.</exception>
    public static HostConnection StartChild(SkillEnvironment environment)
    {
        var host = environment.RecordFile is { } file ? Spawn(environment, "--stdio", "--record", file) : Spawn(environment, "--stdio");
        return new HostConnection(host.Output, host.Input, new ChildHost(host));
    }

    private static string? FirstLineOf(ChildProcess host, SkillEnvironment environment, Deadline deadline)
    {
        try
        {
            return host.ReadFirstLine(deadline.Within(StartBudget));
        }
        catch (TimeoutException) when (deadline.HasPassed)
        {
            throw NotInTime(environment, deadline);
        }
        catch (TimeoutException)
        {
            host.Kill();
            return "";
        }
    }

    private static SkillException NotInTime(SkillEnvironment environment, Deadline deadline) =>
        new(ExitCode.TimedOut, Loss.NotInTime(environment, deadline));

    private static ChildProcess Spawn(SkillEnvironment environment, params ReadOnlySpan<string> more)
    {
        List<string> arguments = ["serve", "--skill", environment.Folder.Root, "--executor", environment.ExecutorFile, .. more];
        if (environment.Folder.Stored is { } stored)
        {
            arguments.AddRange(["--host", stored.Host]);
        }

        if (environment.Workspace is { } workspace)
        {
            arguments.AddRange(["--workspace", workspace]);
        }

        var program = HostProgram.Of(environment.Folder);
        if (!OperatingSystem.IsWindows())
        {
            StandardDescriptors.OccupyClosed();
        }

        InheritedDescriptors.KeepFromChildren();
        try
        {
            return ChildProcess.Start(program.Command(arguments, environment.Folder.Root));
        }
        catch (Win32Exception e)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The host '{program.File}' could not be started: {e.Message}. Restore it: mcpgen restore {environment.Folder.Root}",
                e);
        }
    }

    private static SkillException ToException(string failureJson) =>
        FailureMessage.Parse(call: 0, Encoding.UTF8.GetBytes(failureJson)).Message is FailureMessage failure
            ? new SkillException(failure.ExitCode, failure.Message)
            : new SkillException(ExitCode.Unreachable, $"The host could not start: {failureJson}");

    // By somebody else: the next one may live. .NET reports a signal as 128 plus its number.
    private static bool WasKilled(ChildProcess host) =>
        !OperatingSystem.IsWindows() && host.WaitForExit() is 128 + SignalKill or 128 + SignalTerminate;

    private static string Unexplained(ChildProcess host, SkillEnvironment environment)
    {
        using var errors = new StreamReader(host.Error);
        var said = errors.ReadToEnd().Trim();
        return $"The host ended without an explanation (exit code {host.WaitForExit()}). Its log is {environment.Instance.Log}.{(said.Length > 0 ? "\n" + said : "")}";
    }
}
