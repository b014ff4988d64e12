using System.Diagnostics;
using System.Globalization;
using System.Text;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Benchmarks;

/// <summary>Calls a second: a batch, beside the SDK in one process with the server, and beside the server's bare pipes.</summary>
internal static class Throughput
{
    // Enough that the process's own start no longer shows, few enough that a round is over in seconds.
    private const int Calls = 10_000;

    private static readonly int[] Parallel = [1, 8, 64];

    /// <returns>A Markdown table.</returns>
    public static async Task<string> MeasureAsync(Work work, Skill skill, Peers peers, int runs)
    {
        var file = Path.Combine(work.Folder, "batch.ndjson");
        await File.WriteAllLinesAsync(file, Enumerable.Repeat("""{"tool":"echo","arguments":{"message":"hi"}}""", Calls));
        var fed = new FedBatch(skill.Executor);
        await using var client = await McpClient.CreateAsync(
            new StdioClientTransport(new StdioClientTransportOptions { Command = peers.Server[0], Arguments = peers.Server[1..] }));
        using var piped = new PipedServer(peers.Server);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Calls:#,0} calls of `echo` of server-everything. SDK: ModelContextProtocol.Core in one process, connected to the server directly.\nLatency: from writing the line of a call to reading its answer, with a batch whose input comes through a pipe.\n\n| at once | calls a second: batch | SDK in process | bare pipe | batch / SDK | batch p50 ms | p99 ms | SDK p50 ms | p99 ms |\n|---|---|---|---|---|---|---|---|---|\n");
        var added = "";
        foreach (var parallel in Parallel)
        {
            var latencies = new List<double>();
            var measured = Measurement.Of(
                [
                    new Candidate("batch", skill.Executor, "batch", file, "--parallel", $"{parallel}"),
                    new Candidate("sdk", () => CallTogether(client, parallel, latencies)),
                    new Candidate("pipe", () => TimeOf(() => piped.Call(Calls, parallel))),
                ],
                runs);
            latencies.Sort();
            var ours = fed.Call(Calls, parallel);
            if (parallel == 1)
            {
                var onPipe = measured.MedianOf(2) / Calls;
                added = string.Create(CultureInfo.InvariantCulture, $"\nOne call after another takes {ours[ours.Count / 2]:0.00} ms by batch and {onPipe:0.00} ms on the server's pipes: executor and host add {ours[ours.Count / 2] - onPipe:0.00} ms.\n");
            }

            text.Append(
                CultureInfo.InvariantCulture,
                $"| {parallel} | {Rate(measured, 0)} | {Rate(measured, 1)} | {Rate(measured, 2)} | {measured.RatioOf(1, 0):0 %} | {ours[ours.Count / 2]:0.00} | {ours[ours.Count * 99 / 100]:0.00} | {latencies[latencies.Count / 2]:0.00} | {latencies[latencies.Count * 99 / 100]:0.00} |\n");
        }

        text.Append(added);
        await Work.RunAsync(skill.Executor, "stop");
        return text.ToString();
    }

    private static string Rate(Measurement measured, int candidate) =>
        (Calls * 1000 / measured.MedianOf(candidate)).ToString("#,0", CultureInfo.InvariantCulture);

    private static TimeSpan CallTogether(McpClient client, int parallel, List<double> latencies)
    {
        var left = Calls;
        async Task CallAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var started = Stopwatch.GetTimestamp();
                CallToolResult answer = await client.CallToolAsync("echo", new Dictionary<string, object?> { ["message"] = "hi" }).ConfigureAwait(false);
                var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                lock (latencies)
                {
                    latencies.Add(answer.Content.Count > 0 ? elapsed : throw new InvalidOperationException("The server answered with nothing."));
                }
            }
        }

        return TimeOf(() => Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(CallAsync))).GetAwaiter().GetResult());
    }

    private static TimeSpan TimeOf(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started);
    }
}
