using System.Text.Json;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Hosts;

/// <summary>Stops hosts and says, of each, what became of it.</summary>
internal sealed class HostStop(TextWriter output, StageDisplay display, bool asJson)
{
    /// <param name="chosen">Which; those that do not run are only said so.</param>
    /// <param name="force">Kill a host that does not answer.</param>
    /// <param name="cancellationToken">Gives up waiting; what was told to stop stops.</param>
    /// <returns>The exit code: <see cref="ExitCode.Unreachable"/> where a host did not answer.</returns>
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

        var results = chosen.Select(instance => (Instance: instance, Words: outcomes.GetValueOrDefault(instance.Id, ["absent"]))).ToArray();
        if (asJson)
        {
            output.Write($"[{string.Join(",\n", results.Select(static result => Json(result.Instance, result.Words)))}]\n");
        }
        else
        {
            Tell(results);
        }

        return (int)(results.Any(static result => result.Words[0] == "silent") ? ExitCode.Unreachable : ExitCode.Success);
    }

    private void Tell((SkillInstance Instance, string[] Words)[] results)
    {
        // Of everything only what ran is worth a word.
        var told = results.Where(result => results.Length == 1 || result.Instance.IsRunning).ToArray();
        if (told.Length == 0)
        {
            output.Write("No host runs.\n");
        }

        foreach (var (instance, words) in told)
        {
            if (words is ["silent", var process])
            {
                display.Fail($"{instance.Title}: its host (process {process}) does not answer. End it: mcpgen stop {instance.Id} --force");
            }
            else
            {
                output.Write($"{instance.Title}: {Sentence(words)}\n");
            }
        }
    }

    private static string Sentence(string[] words) => words switch
    {
        ["stopping", var count] when long.TryParse(count, out var calls) && calls > 0 => $"stopping after {HumanText.Count(calls, "call")} in flight.",
        ["stopping", ..] => "stopping; its server takes its time.",
        ["stopped"] => "stopped.",
        ["killed"] => "killed; it did not answer.",
        _ => "not running.",
    };

    private static string Json(SkillInstance instance, string[] words)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("instance", instance.Id);
            writer.WriteString("name", instance.Name);
            writer.WriteString("skill", instance.Skill);
            writer.WriteString("outcome", words[0] is "silent" ? "not answering" : words[0]);
            if (words is ["stopping", var count])
            {
                writer.WriteNumber("callsInFlight", int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(json.ToArray());
    }
}
