using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Benchmarks;

/// <summary>A command line to time as a whole process.</summary>
/// <param name="Title">As the report names it.</param>
/// <param name="CommandLine">The program's path and its arguments.</param>
internal sealed record Candidate(string Title, string[] CommandLine);

/// <summary>Times of several candidates, taken turn by turn, so that a machine that slows down slows them all.</summary>
internal sealed class Measurement
{
    private const int WarmUpRounds = 10;

    private readonly Candidate[] _candidates;
    private readonly double[][] _milliseconds;

    private Measurement(Candidate[] candidates, double[][] milliseconds) => (_candidates, _milliseconds) = (candidates, milliseconds);

    public static Measurement Of(Candidate[] candidates, int runs)
    {
        var times = candidates.Select(_ => new double[runs]).ToArray();
        for (var round = -WarmUpRounds; round < runs; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                var elapsed = WholeProcess.Time(candidates[i].CommandLine).TotalMilliseconds;
                if (round >= 0)
                {
                    times[i][round] = elapsed;
                }
            }
        }

        return new Measurement(candidates, times);
    }

    /// <summary>How the times were taken, and on what.</summary>
    public static string Explain(int runs) => string.Create(CultureInfo.InvariantCulture, $"""
        Whole processes, from `posix_spawn` to the end of `waitpid`, output thrown away; {runs} rounds, in each of which every
        command of a table ran once, after {WarmUpRounds} rounds of warm-up. The ratio is the median over the rounds of (this command's
        time / the first command's time in the same round).

        Machine: {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores; {RuntimeInformation.FrameworkDescription}.
        """);

    /// <summary>The first candidate is the floor that the ratios are against.</summary>
    public string ToTable(string ratioTitle)
    {
        var text = new StringBuilder($"| command | {ratioTitle} | median ms | 10th–90th percentile ms |\n|---|---|---|---|\n");
        for (var i = 0; i < _candidates.Length; i++)
        {
            var ratios = _milliseconds[i].Zip(_milliseconds[0], static (time, floor) => time / floor);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {_candidates[i].Title} | {Percentile(ratios, 0.5):0.00} | {Percentile(_milliseconds[i], 0.5):0.00} | {Percentile(_milliseconds[i], 0.1):0.00}–{Percentile(_milliseconds[i], 0.9):0.00} |\n");
        }

        return text.ToString();
    }

    /// <summary>In milliseconds.</summary>
    /// <param name="candidate">By its place in the list that was measured.</param>
    public double MedianOf(int candidate) => Percentile(_milliseconds[candidate], 0.5);

    private static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }
}
