using System.Globalization;
using System.Text;

namespace Benchmarks;

/// <summary>Calls in one batch, with few and with many at once, beside as many calls by a process each.</summary>
internal static class Throughput
{
    // Enough that the process's own start no longer shows, few enough that a round is over in seconds.
    private const int Calls = 1000;

    private static readonly int[] Parallel = [1, 8, 64];

    /// <returns>A Markdown table.</returns>
    public static string Measure(string executor, string workFolder, int runs)
    {
        var file = Path.Combine(workFolder, "batch.ndjson");
        File.WriteAllLines(file, Enumerable.Repeat("""{"tool":"list-notes"}""", Calls));
        Candidate[] candidates =
        [
            new("one process a call", [executor, "list-notes"]),
            .. Parallel.Select(number => new Candidate($"`batch --parallel {number}`", [executor, "batch", file, "--parallel", $"{number}"])),
        ];
        var measured = Measurement.Of(candidates, runs);
        var text = new StringBuilder($"{Calls:#,0} calls of `list-notes` of the sample skill, whose server answers in well under a millisecond: what is measured is our own path and the pipe to the server.\n\n| | calls a second | ms a call |\n|---|---|---|\n");
        for (var i = 0; i < candidates.Length; i++)
        {
            var perCall = measured.MedianOf(i) / (i == 0 ? 1 : Calls);
            text.Append(CultureInfo.InvariantCulture, $"| {candidates[i].Title} | {1000 / perCall:#,0} | {perCall:0.00} |\n");
        }

        return text.ToString();
    }
}
