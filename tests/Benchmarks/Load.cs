using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Benchmarks;

/// <summary>How calls fare as results, callers and hosts grow in size and number.</summary>
internal static class Load
{
    private static readonly int[] ResultBytes = [1_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
    private static readonly int[] Callers = [1, 8, 32, 100, 200];
    private static readonly int[] Hosts = [1, 10, 50];

    /// <summary>Measures all three.</summary>
    /// <param name="work">Where copies of the skill go.</param>
    /// <param name="skill">Of the fault server, whose <c>big</c> answers with as many bytes as it is asked for.</param>
    /// <param name="runs">How often each is measured; long ones less often.</param>
    public static async Task<string> MeasureAsync(Work work, Skill skill, int runs)
    {
        var text = new StringBuilder();
        WholeProcess.Time([skill.Executor, "echo", "--message", "hi"]);
        await AppendResultsAsync(text, work, skill, runs);
        await AppendCallersAsync(text, work, skill, runs);
        await Work.RunAsync(skill.Executor, "stop");
        await AppendHostsAsync(text, work, skill, runs);
        return text.ToString().TrimEnd();
    }

    private static async Task AppendResultsAsync(StringBuilder text, Work work, Skill skill, int runs)
    {
        text.Append("| a result of | median ms, whole process | MB a second | executor's peak memory |\n|---|---|---|---|\n");
        var bars = new List<(string, double)>();
        foreach (var bytes in ResultBytes)
        {
            string[] call = [skill.Executor, "big", "--bytes", $"{bytes}"];
            var median = Measurement.Of([new Candidate("", call)], Math.Max(3, bytes > 1_000_000 ? runs / 5 : runs)).MedianOf(0);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {bytes / 1000:#,0} KB | {median:0.0} | {bytes / 1000.0 / median:0.0} | {Footprint.Megabytes(await work.PeakBytesAsync(call))} |\n");
            bars.Add(($"**{bytes / 1000:#,0} KB**", median));
        }

        await Chart.WriteAsync(work, "growth-results", "A call with a result of so many bytes, in milliseconds", [.. bars]);
        text.Append("\n![Bars: a call's time by the size of its result](growth-results.svg)\n");
    }

    private static async Task AppendCallersAsync(StringBuilder text, Work work, Skill skill, int runs)
    {
        var bars = new List<(string, double)>();
        text.Append("\n| callers at the same moment | median ms until the last has its answer | ms for each |\n|---|---|---|\n");
        foreach (var callers in Callers)
        {
            string[] call = [skill.Executor, "echo", "--message", "hi"];
            var median = Measurement.Of([new Candidate("", () => WholeProcess.TimeTogether(callers, call))], runs).MedianOf(0);
            text.Append(CultureInfo.InvariantCulture, $"| {callers} | {median:0.0} | {median / callers:0.00} |\n");
            bars.Add(($"**{callers} at once**", median));
        }

        await Chart.WriteAsync(work, "growth-callers", "Until the last of so many callers has its answer, in milliseconds", [.. bars]);
        text.Append("\n![Bars: the time until the last caller has its answer, by the number of callers](growth-callers.svg)\n");
    }

    private static async Task AppendHostsAsync(StringBuilder text, Work work, Skill skill, int runs)
    {
        text.Append("\n| hosts at once | a warm call to one of them, median ms | a host's resident memory, median |\n|---|---|---|\n");
        var folder = Path.Combine(work.Folder, "hosts");
        List<Skill> all = [];
        try
        {
            foreach (var hosts in Hosts)
            {
                while (all.Count < hosts)
                {
                    all.Add(skill.CopyTo(Path.Combine(folder, $"{all.Count}")));
                    WholeProcess.Time([all[^1].Executor, "echo", "--message", "hi"]);
                }

                var median = Measurement.Of([new Candidate("", all[0].Executor, "echo", "--message", "hi")], runs).MedianOf(0);
                var resident = new List<long>();
                foreach (var one in all)
                {
                    using var status = JsonDocument.Parse(await Work.ReadAsync(one.Executor, "status", "--json"));
                    resident.Add(ResidentMemory.Of(status.RootElement.GetProperty("hostPid").GetInt32()));
                }

                resident.Sort();
                text.Append(CultureInfo.InvariantCulture, $"| {hosts} | {median:0.00} | {Footprint.Megabytes(resident[resident.Count / 2])} |\n");
            }
        }
        finally
        {
            foreach (var one in all)
            {
                await Work.RunAsync(one.Executor, "stop");
            }

            Directory.Delete(folder, recursive: true);
        }
    }
}
