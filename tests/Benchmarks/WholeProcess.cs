using System.Diagnostics;
using McpSkillGen.Tests.Shared;

namespace Benchmarks;

/// <summary>
/// Runs a program and times it from outside. The .NET process class would add a millisecond of its own, and make everything
/// look closer to everything else.
/// </summary>
internal static class WholeProcess
{
    // Where a wait status holds the exit code of a program that ended by itself.
    private const int ExitCodeShift = 8;

    private static NativeProcess.TextBlock? s_environment;

    /// <summary>What every program is started in, from now on: this process's own variables as they are now.</summary>
    public static void TakeEnvironment() => s_environment = NativeProcess.TextBlock.Environment();

    /// <exception cref="InvalidOperationException">The program did not end with the expected exit code.</exception>
    public static TimeSpan Time(string[] commandLine, int expectedExitCode = 0)
    {
        var started = Stopwatch.GetTimestamp();
        var id = Start(commandLine);
        var status = NativeProcess.Wait(id);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return status == expectedExitCode << ExitCodeShift
            ? elapsed
            : throw new InvalidOperationException($"'{string.Join(' ', commandLine)}' ended with wait status {status}.");
    }

    /// <summary>As many processes of one command line at once; the time until the last one has ended.</summary>
    /// <exception cref="InvalidOperationException">One did not exit with 0.</exception>
    public static TimeSpan TimeTogether(int count, string[] commandLine)
    {
        var started = Stopwatch.GetTimestamp();
        var ids = Enumerable.Range(0, count).Select(_ => Start(commandLine)).ToArray();
        var statuses = ids.Select(NativeProcess.Wait).ToArray();
        var elapsed = Stopwatch.GetElapsedTime(started);
        return statuses.All(static status => status == 0)
            ? elapsed
            : throw new InvalidOperationException($"Of {count} times '{string.Join(' ', commandLine)}', {statuses.Count(static status => status != 0)} failed.");
    }

    private static int Start(string[] commandLine)
    {
        if (s_environment is null)
        {
            TakeEnvironment();
        }

        return NativeProcess.Start(commandLine, s_environment!, isSilent: true);
    }
}
