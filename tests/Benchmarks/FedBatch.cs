using System.Diagnostics;
using System.Text.Json;

namespace Benchmarks;

/// <summary>Batches whose lines come through a pipe, as from a program that has so many calls under way.</summary>
internal sealed class FedBatch(string executor)
{
    /// <summary>Makes calls of <c>echo</c>, so many at once.</summary>
    /// <returns>How long each took, in milliseconds, the shortest first.</returns>
    public List<double> Call(int count, int parallel)
    {
        using var batch = Process.Start(new ProcessStartInfo(executor, ["batch", "--parallel", $"{parallel}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var sent = new long[count];
        var latencies = new List<double>(count);
        for (var (next, answered) = (0, 0); answered < count; answered++)
        {
            for (; next < count && next - answered < parallel; next++)
            {
                sent[next] = Stopwatch.GetTimestamp();
                batch.StandardInput.Write($$$"""{"id":{{{next}}},"tool":"echo","arguments":{"message":"hi"}}""" + "\n");
            }

            batch.StandardInput.Flush();
            var line = batch.StandardOutput.ReadLine() ?? throw new IOException("The batch ended.");
            using var answer = JsonDocument.Parse(line);
            latencies.Add(Stopwatch.GetElapsedTime(sent[answer.RootElement.GetProperty("id").GetInt32()]).TotalMilliseconds);
        }

        batch.StandardInput.Close();
        batch.WaitForExit();
        latencies.Sort();
        return latencies;
    }
}
