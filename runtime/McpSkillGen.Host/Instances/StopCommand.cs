using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Instances;

/// <summary>
/// The role <c>stop</c>: tells hosts to leave and waits until they have. Prints a line for each host that ran:
/// <c>INSTANCE stopped</c>, <c>INSTANCE stopping N</c> where N calls still end, <c>INSTANCE killed</c>, or
/// <c>INSTANCE silent PID</c>.
/// </summary>
internal static class StopCommand
{
    private const int SignalKill = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // The server's own way out: end of input, SIGTERM, SIGKILL, each with its grace.
    private static readonly TimeSpan LeaveBudget = TimeSpan.FromSeconds(15);

    /// <param name="ids">Which instances; empty for all.</param>
    /// <param name="force">Kill a host that does not answer.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> ids, bool force)
    {
        try
        {
            var runtimeDirectory = RuntimeDirectory.Locate(Environment.GetEnvironmentVariable);
            var all = InstanceSurvey.FoldersIn(runtimeDirectory);
            if (ids.FirstOrDefault(id => all.All(paths => paths.Id != id)) is { } unknown)
            {
                throw new SkillException(ExitCode.WrongArguments, $"There is no instance '{unknown}'.");
            }

            var outcomes = await Task.WhenAll(all
                .Where(paths => ids.Count == 0 || ids.Contains(paths.Id))
                .Select(paths => Task.Run(() => Stop(runtimeDirectory, paths, force)))).ConfigureAwait(false);
            foreach (var outcome in outcomes.Where(static outcome => outcome.Length > 0))
            {
                StandardStreams.Write(System.Text.Encoding.UTF8.GetBytes(outcome + "\n"));
            }

            return (int)(outcomes.Any(static outcome => outcome.Contains(" silent", StringComparison.Ordinal)) ? ExitCode.Unreachable : ExitCode.Success);
        }
        catch (SkillException e)
        {
            StandardStreams.WriteErrorLine(e.Message);
            return (int)e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            StandardStreams.WriteErrorLine(e.Message);
            return (int)ExitCode.WrongEnvironment;
        }
    }

    /// <summary>Tells one host to leave, and waits until it has, or until only calls in flight keep it.</summary>
    /// <returns>What became of it, as it is printed; empty where no host ran.</returns>
    public static string Stop(string runtimeDirectory, InstancePaths paths, bool force)
    {
        switch (HostInquiry.Ask(runtimeDirectory, paths, HostInquiry.Stop, Patience))
        {
            case HostReply.Answered { CallsInFlight: var inFlight }:
                // With calls in flight the lock is free at once, and the host leaves after them.
                return $"{paths.Id} {(HasLeft(paths) && inFlight == 0 ? "stopped" : $"stopping {inFlight}")}";

            case HostReply.Absent or HostReply.Gone when InstanceLock.TryTake(paths) is { } free:
                free.Dispose();
                return "";
            case HostReply.Absent:
                return $"{paths.Id} {(HasLeft(paths) ? "stopped" : "stopping 0")}";
            default:
                return force && !OperatingSystem.IsWindows() && Instance.ListenerOf(paths) is { } host && Libc.Kill(host, SignalKill) == 0 && HasLeft(paths)
                    ? $"{paths.Id} killed"
                    : $"{paths.Id} silent {Instance.ListenerOf(paths) ?? InstanceDescription.TryRead(paths)?.HostId}";
        }
    }

    private static bool HasLeft(InstancePaths paths)
    {
        using var free = InstanceLock.Await(paths, serves: static () => false, LeaveBudget, out _);
        return free is not null;
    }
}
