namespace Benchmarks;

/// <summary>The first call, and calls that each have a server of their own, beside the server's own start.</summary>
internal static class ColdCalls
{
    private const int InARow = 10;

    public static async Task<string> MeasureAsync(Work work, Skill skill, Peers peers, int runs)
    {
        string[] call = [skill.Executor, "echo", "--message", "hi"];
        peers.Start();
        try
        {
            var cold = Measurement.Of(
                [
                    new Candidate("the server itself, from its start to its first answer", () => PipedServer.FirstAnswer(peers.Server)),
                    new Candidate("**executor**, no host yet", call).After(skill.Executor, "stop"),
                    new Candidate("**executor** `--no-keep-alive`: a server for this call only", [.. call, "--no-keep-alive"]),
                    new Candidate("mcporter `call`, `\"lifecycle\": \"ephemeral\"`", peers.McporterEphemeral),
                ],
                runs);
            await Chart.WriteAsync(work, "cold-call", "A call with no server there yet, in milliseconds", [cold]);
            var differences = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"Median difference to the server itself in the same round: cold {cold.DifferenceOf(1):0} ms, `--no-keep-alive` {cold.DifferenceOf(2):0} ms.");
            return $"{cold.ToTable("ratio to the server itself")}\n{differences}\n\n![Bars: a cold call of each, in milliseconds](cold-call.svg)";
        }
        finally
        {
            peers.Stop();
            await Work.RunAsync(skill.Executor, "stop");
        }
    }

    /// <summary>Ten calls one after another, from nothing, of a server that <c>npx</c> starts.</summary>
    public static async Task<string> MeasureTenAsync(Work work, Peers peers, int runs)
    {
        var skill = await work.ScaffoldAsync("everything-npx", peers.ServerByNpx);
        string[] call = [skill.Executor, "echo", "--message", "hi"];
        peers.Start();
        try
        {
            var ten = Measurement.Of(
                [
                    Candidate.InARow("**executor**, server kept alive", InARow, call).After(skill.Executor, "stop"),
                    Candidate.InARow("**executor** `--no-keep-alive`", InARow, [.. call, "--no-keep-alive"]),
                    Candidate.InARow("mcporter `call`, daemon (server started by `node`, not by `npx`)", InARow, peers.McporterCall).After(peers.StopMcporter),
                    Candidate.InARow("mcporter's generated CLI, daemon (likewise)", InARow, peers.McporterGenerated).After(peers.StopGenerated),
                    Candidate.InARow("mcpc `tools-call`, with the `connect` before them (likewise)", InARow, peers.McpcCall).Beginning(peers.ConnectMcpc).After(peers.CloseMcpc),
                ],
                runs);
            return $"{ten.ToTable("ratio to the first")}\nTimes are for all {InARow} calls; the first starts the server. `npx` finds the server installed.";
        }
        finally
        {
            peers.Stop();
            await Work.RunAsync(skill.Executor, "stop");
        }
    }
}
