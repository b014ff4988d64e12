using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Benchmarks;

/// <summary>Times of several candidates, taken turn by turn, so that a machine that slows down slows them all.</summary>
internal sealed class Measurement
{
    private readonly Candidate[] _candidates;
    private readonly double[][] _milliseconds;

    private Measurement(Candidate[] candidates, double[][] milliseconds) => (_candidates, _milliseconds) = (candidates, milliseconds);

    public static Measurement Of(Candidate[] candidates, int runs)
    {
        var times = candidates.Select(_ => new double[runs]).ToArray();
        for (var round = -WarmUpRounds(runs); round < runs; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                var elapsed = candidates[i].Time().TotalMilliseconds;
                if (round >= 0)
                {
                    times[i][round] = elapsed;
                }
            }
        }

        return new Measurement(candidates, times);
    }

    /// <summary>The first line of a section. The top of docs/benchmarks.md explains the method.</summary>
    public static string Explain(int runs, string subject) => string.Create(CultureInfo.InvariantCulture, $"""
        Reproduce: `dotnet run -c Release --project tests/Benchmarks {subject}`. Rounds: {runs}, after {WarmUpRounds(runs)} of warm-up. Machine:
        {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores; {RuntimeInformation.FrameworkDescription}.
        """);

    /// <summary>The first candidate is the floor that the ratios are against.</summary>
    public string ToTable(string ratioTitle)
    {
        var text = new StringBuilder($"| command | {ratioTitle} | median ms | 10th–90th percentile ms |\n|---|---|---|---|\n");
        for (var i = 0; i < _candidates.Length; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {_candidates[i].Title} | {RatioOf(i):0.00} | {Percentile(_milliseconds[i], 0.5):0.00} | {Percentile(_milliseconds[i], 0.1):0.00}–{Percentile(_milliseconds[i], 0.9):0.00} |\n");
        }

        return text.ToString();
    }

    /// <summary>In milliseconds.</summary>
    /// <param name="candidate">By its place in the list that was measured.</param>
    public double MedianOf(int candidate) => Percentile(_milliseconds[candidate], 0.5);

    /// <summary>Each candidate's median, in milliseconds.</summary>
    public IEnumerable<(string Title, double Milliseconds)> Medians =>
        _candidates.Select((candidate, i) => (candidate.Title, MedianOf(i)));

    /// <summary>The median of this candidate's time over another's of the same round.</summary>
    public double RatioOf(int candidate, int floor = 0) =>
        Percentile(_milliseconds[candidate].Zip(_milliseconds[floor], static (time, other) => time / other), 0.5);

    /// <summary>The median of how much longer this candidate took than another in the same round, in milliseconds.</summary>
    public double DifferenceOf(int candidate, int floor = 0) =>
        Percentile(_milliseconds[candidate].Zip(_milliseconds[floor], static (time, other) => time - other), 0.5);

    private static int WarmUpRounds(int runs) => Math.Clamp(runs / 10, 1, 10);

    private static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }
}
