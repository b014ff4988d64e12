using System.Globalization;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Hosts;

/// <summary>Stops hosts and reports the outcome of each.</summary>
internal sealed class HostStop(TextWriter output, StageDisplay display, bool asJson)
{
    /// <param name="chosen">Which. Those that are not running are only reported as such.</param>
    /// <param name="force">Kill a host that does not answer.</param>
    /// <param name="cancellationToken">Stops waiting. Hosts that were told to stop still stop.</param>
    /// <returns>The exit code: <see cref="ExitCode.Unreachable"/> if a host did not answer.</returns>
    public async Task<int> RunAsync(IReadOnlyList<SkillInstance> chosen, bool force, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<string, string[]>();
        if (chosen.Any(static instance => instance.IsRunning))
        {
            var ids = string.Join(',', chosen.Where(static instance => instance.IsRunning).Select(static instance => instance.Id));
            IReadOnlyList<string> role = force ? ["stop", "--instance", ids, "--force"] : ["stop", "--instance", ids];
            var ended = await HostRole.RunAsync(role, cancellationToken).ConfigureAwait(false);
            if (ended.ExitCode is not ((int)ExitCode.Success or (int)ExitCode.Unreachable))
            {
                throw HostRole.Failure(ended);
            }

            outcomes = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.Split(' ')).ToDictionary(static words => words[0], static words => words[1..]);
        }

        var results = chosen.Select(instance => new Outcome(instance, outcomes.GetValueOrDefault(instance.Id, ["absent"]))).ToArray();
        if (asJson)
        {
            JsonOutput.Write(output, results.Select(static result => new
            {
                instance = result.Instance.Id,
                name = result.Instance.Name,
                skill = result.Instance.Skill,
                outcome = result.IsSilent ? "not answering" : result.Words[0],
                callsInFlight = result.Words is ["stopping", var count] ? int.Parse(count, CultureInfo.InvariantCulture) : (int?)null,
            }));
        }
        else
        {
            Show(results);
        }

        return (int)(results.Any(static result => result.IsSilent) ? ExitCode.Unreachable : ExitCode.Success);
    }

    private void Show(Outcome[] results)
    {
        // With --all, only the hosts that ran are worth a line.
        var shown = results.Where(result => results.Length == 1 || result.Instance.IsRunning).ToArray();
        if (shown.Length == 0)
        {
            output.Write("No host is running.\n");
        }

        foreach (var result in shown)
        {
            if (result is { IsSilent: true, Instance: var instance })
            {
                display.Fail($"{instance.Title}: its host (process {result.Words[^1]}) does not answer. Kill it: mcpgen stop {instance.Id} --force");
            }
            else
            {
                output.Write($"{result.Instance.Title}: {result.Sentence}\n");
            }
        }
    }

    /// <param name="Instance">Whose.</param>
    /// <param name="Words">What the host program's role <c>stop</c> printed about it.</param>
    private sealed record Outcome(SkillInstance Instance, string[] Words)
    {
        public bool IsSilent => Words is ["silent", ..];

        public string Sentence => Words switch
        {
            ["stopping", var count] when long.TryParse(count, out var calls) && calls > 0 => $"stopping after {HumanText.Count(calls, "call")} in flight.",
            ["stopping", ..] => "stopping; its server needs a moment.",
            ["stopped"] => "stopped.",
            ["killed"] => "killed; it did not answer.",
            _ => "not running.",
        };
    }
}
