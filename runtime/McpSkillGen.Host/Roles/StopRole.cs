using System.Text;
using McpSkillGen.Host.Instances;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Roles;

/// <summary>
/// The role <c>stop</c>: tells hosts to leave and waits until they have. Prints a line for each host that ran:
/// <c>INSTANCE stopped</c>, <c>INSTANCE stopping N</c> if N calls are still running, <c>INSTANCE killed</c>, or
/// <c>INSTANCE silent PID</c>.
/// </summary>
internal sealed class StopRole : IHostRole
{
    public string Name => "stop";

    public string Grammar => "(--instance ID[,ID...] | --all) [--force]";

    public async Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        if (options.Has("--instance") == options.Has("--all"))
        {
            throw options.Wrong("Either --instance or --all is needed");
        }

        var paths = InstanceSurvey.Find(options["--instance"]?.Split(','));
        var outcomes = await Task.WhenAll(paths.Select(one => HostStop.RunAsync(one, options.Has("--force")))).ConfigureAwait(false);
        foreach (var (instance, outcome) in paths.Zip(outcomes))
        {
            if (Word(outcome) is { } word)
            {
                StandardStreams.Write(Encoding.UTF8.GetBytes($"{instance.Id} {word}\n"));
            }
        }

        return (int)(outcomes.Any(static outcome => outcome is StopOutcome.Silent) ? ExitCode.Unreachable : ExitCode.Success);
    }

    private static string? Word(StopOutcome outcome) => outcome switch
    {
        StopOutcome.Stopped => "stopped",
        StopOutcome.Stopping { CallsInFlight: var calls } => $"stopping {calls}",
        StopOutcome.Killed => "killed",
        StopOutcome.Silent { HostId: var host } => $"silent {host}",
        _ => null,
    };
}
